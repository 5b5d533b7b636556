/// How `set` stores a value.
public struct RedisSetOptions: Sendable, Hashable {
    public enum Expiry: Sendable, Hashable {
        /// Milliseconds count; must be positive.
        case after(Duration)
        /// As it was.
        case keep
    }

    public enum Condition: String, Sendable {
        /// Only when the key is not there.
        case ifAbsent = "NX"
        /// Only when the key is there.
        case ifPresent = "XX"
    }

    public var expiry: Expiry?
    public var condition: Condition?

    public init(expiry: Expiry? = nil, condition: Condition? = nil) {
        self.expiry = expiry
        self.condition = condition
    }
}

extension RedisCommand {
    public static func get(_ key: String) -> RedisCommand { RedisCommand("GET", key) }

    public static func set(
        _ key: String,
        _ value: any RedisArgument,
        _ options: RedisSetOptions = RedisSetOptions()
    ) -> RedisCommand {
        var command = RedisCommand("SET", key, value)
        switch options.expiry {
        case .after(let duration):
            command.append("PX")
            command.append(duration.wholeMilliseconds)
        case .keep: command.append("KEEPTTL")
        case nil: break
        }
        if let condition = options.condition {
            command.append(condition.rawValue)
            // The second time it would find what the first time stored.
            command.isIdempotent = false
        }
        return command
    }

    public static func mget(_ keys: [String]) -> RedisCommand { RedisCommand("MGET", arguments: keys) }
    public static func incr(_ key: String) -> RedisCommand { RedisCommand("INCR", key) }
    public static func incrby(_ key: String, _ increment: Int) -> RedisCommand {
        RedisCommand("INCRBY", key, increment)
    }
}

extension RedisClient {
    /// The value; `nil` when the key is not there. https://redis.io/docs/latest/commands/get/
    public func get(_ key: String) async throws(RedisError) -> [UInt8]? { try await send(.get(key)).bytes() }

    /// Stores a value, whatever the key held before, and whether it did: `false` when the condition did not hold.
    /// https://redis.io/docs/latest/commands/set/
    @discardableResult
    public func set(
        _ key: String,
        _ value: any RedisArgument,
        expiry: RedisSetOptions.Expiry? = nil,
        condition: RedisSetOptions.Condition? = nil
    ) async throws(RedisError) -> Bool {
        try await send(.set(key, value, RedisSetOptions(expiry: expiry, condition: condition))) != .null
    }

    /// A value for each key, in their order; `nil` where there is none or it is no string. No keys: no values.
    /// https://redis.io/docs/latest/commands/mget/
    public func mget(_ keys: [String]) async throws(RedisError) -> [[UInt8]?] {
        guard !keys.isEmpty else { return [] }
        return try await send(.mget(keys)).array().map { value throws(RedisError) in try value.bytes() }
    }

    /// Adds one to the number under a key, which is 0 when it is not there, and returns the sum.
    public func incr(_ key: String) async throws(RedisError) -> Int { try await send(.incr(key)).integer() }

    public func incrby(_ key: String, _ increment: Int) async throws(RedisError) -> Int {
        try await send(.incrby(key, increment)).integer()
    }
}
