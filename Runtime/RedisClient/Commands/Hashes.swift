extension RedisCommand {
    public static func hget(_ key: String, _ field: String) -> RedisCommand { RedisCommand("HGET", key, field) }
    public static func hgetall(_ key: String) -> RedisCommand { RedisCommand("HGETALL", key) }

    public static func hset(_ key: String, _ fields: [(String, any RedisArgument)]) -> RedisCommand {
        RedisCommand("HSET", arguments: [key] + fields.flatMap { [$0.0, $0.1] as [any RedisArgument] })
    }

    public static func hincrby(_ key: String, _ field: String, _ increment: Int) -> RedisCommand {
        RedisCommand("HINCRBY", key, field, increment)
    }

    public static func hdel(_ key: String, _ fields: [String]) -> RedisCommand {
        RedisCommand("HDEL", arguments: [key] + fields)
    }
}

extension RedisClient {
    /// The value of a field; `nil` when there is none. https://redis.io/docs/latest/commands/hget/
    public func hget(_ key: String, _ field: String) async throws(RedisError) -> [UInt8]? {
        try await send(.hget(key, field)).bytes()
    }

    /// All fields; empty when the key is not there. https://redis.io/docs/latest/commands/hgetall/
    public func hgetall(_ key: String) async throws(RedisError) -> [String: [UInt8]] {
        let parts = try await send(.hgetall(key)).array()
        var fields: [String: [UInt8]] = [:]
        for index in stride(from: 0, to: parts.count - 1, by: 2) {
            guard let name = try parts[index].string() else { continue }
            fields[name] = try parts[index + 1].bytes()
        }
        return fields
    }

    /// Sets fields and returns how many of them are new. No fields: nothing is sent.
    /// https://redis.io/docs/latest/commands/hset/
    @discardableResult
    public func hset(_ key: String, _ fields: [String: any RedisArgument]) async throws(RedisError) -> Int {
        guard !fields.isEmpty else { return 0 }
        return try await send(.hset(key, fields.map { ($0.key, $0.value) })).integer()
    }

    /// Adds to the number in a field, which is 0 when it is not there, and returns the sum.
    public func hincrby(_ key: String, _ field: String, _ increment: Int) async throws(RedisError) -> Int {
        try await send(.hincrby(key, field, increment)).integer()
    }

    /// Removes fields and returns how many of them were there.
    @discardableResult
    public func hdel(_ key: String, _ fields: [String]) async throws(RedisError) -> Int {
        fields.isEmpty ? 0 : try await send(.hdel(key, fields)).integer()
    }
}
