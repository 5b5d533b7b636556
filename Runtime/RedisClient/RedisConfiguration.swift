import FoundationEssentials

/// Which Redis to talk to, and how long to wait for it.
public struct RedisConfiguration: Sendable, Hashable {
    /// A name or an address; one of IPv6 in brackets.
    public var host: String
    public var port = 6379
    /// With certificate checks, as the addresses of ElastiCache Serverless need it.
    public var usesTLS = false
    public var username: String?
    public var password: String?
    public var database = 0
    public var connectTimeout: Duration = .seconds(2)
    /// From the moment a command is handed over to its reply, what it waits for others' commands included.
    public var timeout: Duration = .seconds(5)

    public init(host: String) { self.host = host }

    /// `redis://[[user]:password@]host[:port][/database]`, or `rediss://…` with TLS. Throws for anything else; the
    /// error does not repeat the text, which may hold a password.
    public init(url: String) throws(RedisError) {
        guard let parts = URLComponents(string: url), let scheme = parts.scheme?.lowercased(),
            ["redis", "rediss"].contains(scheme), let host = parts.host, !host.isEmpty
        else { throw Self.malformed("it must be redis://[user:password@]host:port[/database], or rediss://… with TLS") }
        guard parts.query == nil, parts.fragment == nil else { throw Self.malformed("it can have no query") }
        self.init(host: host)
        usesTLS = scheme == "rediss"
        if let port = parts.port {
            guard (1...65_535).contains(port) else { throw Self.malformed("its port must be 1 to 65535") }
            self.port = port
        }
        username = parts.user.flatMap { $0.isEmpty ? nil : $0 }
        password = parts.password.flatMap { $0.isEmpty ? nil : $0 }
        guard username == nil || password != nil else { throw Self.malformed("it has a user without a password") }
        let path = parts.path.drop { $0 == "/" }
        guard path.isEmpty || Int(path).map({ $0 >= 0 }) == true else {
            throw Self.malformed("behind the port there can only be the number of a database")
        }
        database = Int(path) ?? 0
    }

    /// What the environment variable `REDIS_URL` says. Throws when it is missing or malformed.
    public init(environment: [String: String] = ProcessInfo.processInfo.environment) throws(RedisError) {
        guard let url = environment["REDIS_URL"], !url.isEmpty else {
            throw RedisError(.configuration, "the environment variable REDIS_URL is not set")
        }
        try self.init(url: url)
    }

    private static func malformed(_ reason: String) -> RedisError {
        RedisError(.configuration, "the address of the Redis cannot be used: \(reason)")
    }
}
