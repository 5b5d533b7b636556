/// One command with its arguments.
public struct RedisCommand: Sendable, Hashable {
    /// The name, in upper case, and the arguments behind it.
    public private(set) var arguments: [[UInt8]]
    /// Whether the server holds the same after doing it twice, so that it may be sent again when a connection breaks
    /// before the reply has come. What the second reply counts as new or removed may then be less.
    public var isIdempotent: Bool

    /// A command by its name; words of a name that has several, such as `CONFIG GET`, are arguments.
    public init(_ name: String, _ arguments: any RedisArgument...) {
        self.init(name, arguments: arguments)
    }

    public init(_ name: String, arguments: [any RedisArgument]) {
        let name = name.uppercased()
        self.arguments = [name.redisBytes] + arguments.map(\.redisBytes)
        isIdempotent = Self.idempotent.contains(name)
    }

    public mutating func append(_ argument: any RedisArgument) { arguments.append(argument.redisBytes) }

    private static let idempotent: Set<String> = [
        "PING", "ECHO", "GET", "MGET", "STRLEN", "EXISTS", "TTL", "PTTL", "TYPE", "KEYS", "SCAN", "DBSIZE", "INFO",
        "SET", "SETEX", "PSETEX", "MSET", "DEL", "UNLINK", "EXPIRE", "PEXPIRE", "EXPIREAT", "PEXPIREAT", "PERSIST",
        "HGET", "HMGET", "HGETALL", "HKEYS", "HVALS", "HLEN", "HEXISTS", "HSCAN", "HSET", "HDEL",
        "ZADD", "ZREM", "ZSCORE", "ZMSCORE", "ZCARD", "ZCOUNT", "ZRANK", "ZREVRANK", "ZRANGE", "ZREVRANGE",
        "ZRANGEBYSCORE", "ZREVRANGEBYSCORE", "ZSCAN", "LRANGE", "LLEN", "LINDEX", "LSET",
        "SADD", "SREM", "SMEMBERS", "SISMEMBER", "SMISMEMBER", "SCARD", "SSCAN", "SINTER", "SUNION", "SDIFF",
    ]
}

extension RedisCommand {
    /// Appends the command as the server reads it: an array of strings.
    func write(to output: inout [UInt8]) {
        output += "*\(arguments.count)\r\n".utf8
        for argument in arguments {
            output += "$\(argument.count)\r\n".utf8
            output += argument
            output += "\r\n".utf8
        }
    }
}
