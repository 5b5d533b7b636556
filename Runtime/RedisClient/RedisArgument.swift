/// What can be a key, a value or an option of a command: on the wire all of it is bytes.
public protocol RedisArgument: Sendable {
    var redisBytes: [UInt8] { get }
}

extension String: RedisArgument {
    public var redisBytes: [UInt8] { Array(utf8) }
}

extension [UInt8]: RedisArgument {
    public var redisBytes: [UInt8] { self }
}

extension Int: RedisArgument {
    public var redisBytes: [UInt8] { Array(String(self).utf8) }
}

extension Double: RedisArgument {
    /// As short as it can be without loss; infinities as Redis writes them.
    public var redisBytes: [UInt8] {
        Array((isInfinite ? (self < 0 ? "-inf" : "inf") : String(self)).utf8)
    }
}
