extension RedisCommand {
    public static func lpush(_ key: String, _ values: [any RedisArgument]) -> RedisCommand {
        RedisCommand("LPUSH", arguments: [key] + values)
    }

    public static func rpush(_ key: String, _ values: [any RedisArgument]) -> RedisCommand {
        RedisCommand("RPUSH", arguments: [key] + values)
    }

    public static func lpop(_ key: String) -> RedisCommand { RedisCommand("LPOP", key) }
    public static func rpop(_ key: String) -> RedisCommand { RedisCommand("RPOP", key) }
    public static func llen(_ key: String) -> RedisCommand { RedisCommand("LLEN", key) }

    public static func lrange(_ key: String, _ first: Int, _ last: Int) -> RedisCommand {
        RedisCommand("LRANGE", key, first, last)
    }

    public static func ltrim(_ key: String, _ first: Int, _ last: Int) -> RedisCommand {
        RedisCommand("LTRIM", key, first, last)
    }
}

extension RedisClient {
    /// Puts values before the first, one after the other, and returns the new length. `values` must not be empty.
    @discardableResult
    public func lpush(_ key: String, _ values: [any RedisArgument]) async throws(RedisError) -> Int {
        try await send(.lpush(key, values)).integer()
    }

    /// Puts values behind the last, one after the other, and returns the new length. `values` must not be empty.
    @discardableResult
    public func rpush(_ key: String, _ values: [any RedisArgument]) async throws(RedisError) -> Int {
        try await send(.rpush(key, values)).integer()
    }

    /// Takes the first value; `nil` when there is none.
    public func lpop(_ key: String) async throws(RedisError) -> [UInt8]? { try await send(.lpop(key)).bytes() }

    /// Takes the last value; `nil` when there is none.
    public func rpop(_ key: String) async throws(RedisError) -> [UInt8]? { try await send(.rpop(key)).bytes() }

    public func llen(_ key: String) async throws(RedisError) -> Int { try await send(.llen(key)).integer() }

    /// Values from the place `first` to the place `last`, both included; negative ones count from the end.
    /// https://redis.io/docs/latest/commands/lrange/
    public func lrange(_ key: String, _ first: Int, _ last: Int) async throws(RedisError) -> [[UInt8]] {
        var values: [[UInt8]] = []
        for value in try await send(.lrange(key, first, last)).array() { values.append(try value.bytes() ?? []) }
        return values
    }
}
