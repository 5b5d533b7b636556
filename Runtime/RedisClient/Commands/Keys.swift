/// How long a key still lives.
public enum RedisTimeToLive: Sendable, Hashable {
    case missing
    /// It is there and does not expire.
    case forever
    case remaining(Duration)
}

extension RedisCommand {
    public static func del(_ keys: [String]) -> RedisCommand { RedisCommand("DEL", arguments: keys) }
    public static func exists(_ key: String) -> RedisCommand { RedisCommand("EXISTS", key) }

    /// Milliseconds count; what is not positive removes the key.
    public static func expire(_ key: String, after duration: Duration) -> RedisCommand {
        RedisCommand("PEXPIRE", key, duration.wholeMilliseconds)
    }

    public static func pttl(_ key: String) -> RedisCommand { RedisCommand("PTTL", key) }
}

extension RedisClient {
    /// Removes keys and returns how many of them were there. https://redis.io/docs/latest/commands/del/
    @discardableResult
    public func del(_ keys: String...) async throws(RedisError) -> Int { try await del(keys) }

    @discardableResult
    public func del(_ keys: [String]) async throws(RedisError) -> Int {
        keys.isEmpty ? 0 : try await send(.del(keys)).integer()
    }

    public func exists(_ key: String) async throws(RedisError) -> Bool { try await send(.exists(key)).integer() == 1 }

    /// Lets a key expire, and whether it was there to do so. https://redis.io/docs/latest/commands/pexpire/
    @discardableResult
    public func expire(_ key: String, after duration: Duration) async throws(RedisError) -> Bool {
        try await send(.expire(key, after: duration)).integer() == 1
    }

    /// To the millisecond. https://redis.io/docs/latest/commands/pttl/
    public func ttl(_ key: String) async throws(RedisError) -> RedisTimeToLive {
        switch try await send(.pttl(key)).integer() {
        case -2: .missing
        case -1: .forever
        case let milliseconds: .remaining(.milliseconds(milliseconds))
        }
    }
}

extension Duration {
    /// Rounded up, and as far as 64 bits of milliseconds go.
    var wholeMilliseconds: Int {
        let (seconds, attoseconds) = components
        let (product, overflow) = Int(seconds).multipliedReportingOverflow(by: 1000)
        let fraction = Int((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
        return overflow ? (seconds < 0 ? .min : .max) : product.addingReportingOverflow(fraction).partialValue
    }
}
