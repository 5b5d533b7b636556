import FoundationEssentials

/// The engines that ElastiCache has and that speak Redis's protocol.
package enum RedisEngine: String, Sendable, CaseIterable {
    case redis, valkey
}

/// The server that is installed on this machine.
enum RedisProgram {
    /// Its path: that of the engine itself or, as each does for the other, that of the other one; `nil` when there is
    /// neither in `PATH`.
    static func find(_ engine: RedisEngine, environment: [String: String]) -> String? {
        let names = ["\(engine.rawValue)-server"] + RedisEngine.allCases.map { "\($0.rawValue)-server" }
        let folders = (environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":")
        let candidates = names.flatMap { name in folders.map { "\($0)/\(name)" } }
        return candidates.first { FileManager.default.isExecutableFile(atPath: $0) }
    }
}

/// What a server reads when it starts.
struct RedisConfigurationFile {
    var port: Int
    var options: RedisServerOptions
    /// Whether what it holds outlives it.
    var isDurable: Bool

    /// https://redis.io/docs/latest/operate/oss_and_stack/management/config/
    var text: String {
        var lines = [
            "bind 127.0.0.1", "port \(port)", "daemonize no", "dir .", "save \"\"",
            "appendonly \(isDurable ? "yes" : "no")", "appendfsync everysec", "maxclients 900",
            "maxmemory \(options.maximumMemory)", "maxmemory-policy volatile-lru",
        ]
        if let password = options.password { lines.append("requirepass \(Self.quoted(password))") }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func quoted(_ text: String) -> String {
        "\"" + text.flatMap { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) } + "\""
    }
}
