import Time

extension ServerCommand {
    /// https://redis.io/docs/latest/commands/?group=server
    static let administration: [ServerCommand] = [
        ServerCommand("dbsize", 1) { server, call, _ in .integer(server.keyspace.count(in: call.database)) },
        ServerCommand("flushall", -1) { server, call, _ throws(Refusal) in
            try checkFlush(call)
            for database in 0..<Keyspace.databaseCount { server.keyspace.clear(database) }
            return .ok
        },
        ServerCommand("flushdb", -1) { server, call, _ throws(Refusal) in
            try checkFlush(call)
            server.keyspace.clear(call.database)
            return .ok
        },
        ServerCommand("swapdb", 3) { server, call, _ throws(Refusal) in
            guard let first = call[1].integer else { throw Refusal("ERR invalid first DB index") }
            guard let second = call[2].integer else { throw Refusal("ERR invalid second DB index") }
            let known = 0..<Keyspace.databaseCount
            guard known.contains(first), known.contains(second) else { throw .databaseOutOfRange }
            server.keyspace.swap(first, second)
            return .ok
        },
        ServerCommand("time", 1) { _, _, exchange in
            let microseconds = exchange.now.nanosecondsSinceEpoch / 1000
            return .array([.text(String(microseconds / 1_000_000)), .text(String(microseconds % 1_000_000))])
        },
        ServerCommand("monitor", 1, isSecret: true) { server, _, exchange in
            server.sessions[exchange.session]?.isMonitor = true
            return .ok
        },
        ServerCommand("info", -1) { server, call, _ in
            .verbatim(server.information(call.words.dropFirst().map(\.lowercased), now: call.now))
        },
        ServerCommand("config", -2, isSecret: true, subcommands: ["get": -3, "set": -4, "resetstat": 2], config),
    ]

    private static func checkFlush(_ call: Call) throws(Refusal) {
        guard call.count == 1 || (call.count == 2 && ["sync", "async"].contains(call[1].lowercased)) else {
            throw .syntax
        }
    }

    private static let config: Body = { server, call, _ throws(Refusal) in
        switch call[1].lowercased {
        case "get":
            return .map(server.settings.parameters(matching: call.words.dropFirst(2)))
        case "set":
            guard call.count % 2 == 0 else { throw .syntax }
            var settings = server.settings
            for index in stride(from: 2, to: call.count, by: 2) { try settings.set(call[index], call[index + 1]) }
            server.settings = settings
            return .ok
        default:
            server.commandCount = 0
            server.keyspace.resetStatistics()
            return .ok
        }
    }
}

extension RedisSettings {
    var parameters: [(name: String, value: String)] {
        [
            ("appendonly", "no"), ("databases", String(Keyspace.databaseCount)),
            ("maxmemory", String(maximumMemory)), ("maxmemory-policy", evictionPolicy.rawValue),
            ("port", String(port)), ("requirepass", password?.text ?? ""), ("save", ""),
        ]
    }

    /// A parameter is named as it was asked for.
    func parameters(matching words: ArraySlice<Bytes>) -> [(Reply, Reply)] {
        parameters.compactMap { parameter in
            if let exact = words.first(where: { $0.lowercased == parameter.name }) {
                return (.bulk(exact), .text(parameter.value))
            }
            let isMatched = words.contains { Glob(Bytes($0.lowercased)).matches(Bytes(parameter.name)) }
            return isMatched ? (.text(parameter.name), .text(parameter.value)) : nil
        }
    }

    mutating func set(_ name: Bytes, _ value: Bytes) throws(Refusal) {
        switch name.lowercased {
        case "maxmemory":
            guard let bytes = Self.memory(value) else {
                throw Self.failure(name, "argument must be a memory value")
            }
            maximumMemory = bytes
        case "maxmemory-policy":
            guard let policy = EvictionPolicy(rawValue: value.lowercased) else {
                let known = EvictionPolicy.allCases.map(\.rawValue).joined(separator: ", ")
                throw Self.failure(name, "argument(s) must be one of the following: \(known)")
            }
            evictionPolicy = policy
        default:
            if parameters.contains(where: { $0.name == name.lowercased }) {
                throw Self.failure(name, "can't set immutable config")
            }
            throw Refusal("ERR Unknown option or number of arguments for CONFIG SET - '\(name.text)'")
        }
    }

    private static func failure(_ name: Bytes, _ reason: String) -> Refusal {
        Refusal("ERR CONFIG SET failed (possibly related to argument '\(name.text)') - \(reason)")
    }

    /// A number with a unit, as in `100mb`.
    private static func memory(_ text: Bytes) -> Int? {
        let units = [
            "": 1, "b": 1, "k": 1000, "kb": 1024, "m": 1_000_000, "mb": 1 << 20, "g": 1_000_000_000, "gb": 1 << 30,
        ]
        let digits = text.prefix { (0x30...0x39).contains($0) }
        guard let number = Int(Bytes(digits).text), let unit = units[Bytes(text.dropFirst(digits.count)).lowercased]
        else {
            return nil
        }
        let (product, overflows) = number.multipliedReportingOverflow(by: unit)
        return overflows ? nil : product
    }
}

extension RedisServer {
    /// The text of `INFO`; no sections are the usual ones.
    func information(_ sections: [String], now: Int) -> String {
        let isAll = sections.isEmpty || sections.contains { ["all", "default", "everything"].contains($0) }
        return parts(now: now).filter { isAll || sections.contains($0.name.lowercased()) }
            .map { part in "# \(part.name)\r\n" + part.lines.map { $0 + "\r\n" }.joined() }
            .joined(separator: "\r\n")
    }

    private func parts(now: Int) -> [(name: String, lines: [String])] {
        [
            (
                "Server",
                [
                    "redis_version:\(Self.version)", "redis_mode:standalone", "executable:hearth",
                    "tcp_port:\(settings.port)", "uptime_in_seconds:\((now - startedAt.milliseconds) / 1000)",
                ]
            ),
            ("Clients", ["connected_clients:\(sessions.count)"]),
            (
                "Memory",
                [
                    "used_memory:\(usedBytes)", "maxmemory:\(settings.maximumMemory)",
                    "maxmemory_policy:\(settings.evictionPolicy.rawValue)",
                ]
            ),
            ("Persistence", ["loading:0"]),
            (
                "Stats",
                [
                    "total_connections_received:\(connectionCount)", "total_commands_processed:\(commandCount)",
                    "expired_keys:\(keyspace.expiredKeys)", "evicted_keys:\(keyspace.evictedKeys)",
                    "keyspace_hits:\(keyspace.hits)", "keyspace_misses:\(keyspace.misses)",
                ]
            ),
            ("Replication", ["role:master", "connected_slaves:0"]),
            ("Cluster", ["cluster_enabled:0"]),
            (
                "Keyspace",
                (0..<Keyspace.databaseCount).filter { keyspace.count(in: $0) > 0 }.map {
                    "db\($0):keys=\(keyspace.count(in: $0)),expires=\(keyspace.expiringCount(in: $0)),avg_ttl=0"
                }
            ),
        ]
    }
}
