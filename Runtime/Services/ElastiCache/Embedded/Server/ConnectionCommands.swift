extension ServerCommand {
    /// https://redis.io/docs/latest/commands/?group=connection
    static let connection: [ServerCommand] = [
        ServerCommand("ping", -1) { _, call, _ throws(Refusal) in
            guard call.count <= 2 else { throw .wrongArity(call.name) }
            return call.count == 2 ? .bulk(call[1]) : .status("PONG")
        },
        ServerCommand("echo", 2) { _, call, _ in .bulk(call[1]) },
        ServerCommand("select", 2) { server, call, exchange throws(Refusal) in
            let database = try call.integer(1)
            guard (0..<Keyspace.databaseCount).contains(database) else { throw .databaseOutOfRange }
            server.sessions[exchange.session]?.database = database
            return .ok
        },
        ServerCommand("quit", -1) { _, _, exchange in
            exchange.closes = true
            return .ok
        },
        ServerCommand("reset", 1) { server, _, exchange in
            server.keyspace.unwatch(exchange.session)
            server.sessions[exchange.session]?.reset(isAuthenticated: server.settings.password == nil)
            return .status("RESET")
        },
        ServerCommand("auth", -2, isSecret: true) { server, call, exchange throws(Refusal) in
            guard call.count <= 3 else { throw .syntax }
            if call.count == 2, server.settings.password == nil {
                throw Refusal(
                    "ERR AUTH <password> called without any password configured for the default user. "
                        + "Are you sure your configuration is correct?"
                )
            }
            let user = call.count == 3 ? call[1] : Bytes("default")
            try server.logIn(exchange.session, user: user, password: call[call.count - 1])
            return .ok
        },
        ServerCommand("hello", -1, isSecret: true, hello),
        ServerCommand("client", -2, subcommands: clientSubcommands, client),
        ServerCommand("command", -1, subcommands: ["count": 2, "docs": -2, "info": -2, "list": -2], command),
    ]

    private static let hello: Body = { server, call, exchange throws(Refusal) in
        var version: ProtocolVersion?
        if call.count > 1 {
            guard let number = call[1].integer else {
                throw Refusal("ERR Protocol version is not an integer or out of range")
            }
            guard let known = ProtocolVersion(rawValue: number) else {
                throw Refusal("NOPROTO unsupported protocol version")
            }
            version = known
        }
        var index = 2
        var name: Bytes?
        while index < call.count {
            switch call[index].lowercased {
            case "auth" where index + 2 < call.count:
                try server.logIn(exchange.session, user: call[index + 1], password: call[index + 2])
                index += 3
            case "setname" where index + 1 < call.count:
                name = try clientName(call[index + 1])
                index += 2
            default: throw Refusal("ERR Syntax error in HELLO option '\(call[index].text)'")
            }
        }
        guard server.sessions[exchange.session]?.isAuthenticated == true else {
            throw Refusal(
                "NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO AUTH <user> "
                    + "<pass> option can be used to authenticate the client and select the RESP protocol version at "
                    + "the same time"
            )
        }
        if let version { server.sessions[exchange.session]?.version = version }
        if let name { server.sessions[exchange.session]?.name = name }
        return .map([
            (.text("server"), .text("redis")), (.text("version"), .text(RedisServer.version)),
            (.text("proto"), .integer(server.sessions[exchange.session]?.version.rawValue ?? 2)),
            (.text("id"), .integer(exchange.session)), (.text("mode"), .text("standalone")),
            (.text("role"), .text("master")), (.text("modules"), .array([])),
        ])
    }

    private static let clientSubcommands = ["id": 2, "getname": 2, "setname": 3, "list": -2, "info": 2]

    private static let client: Body = { server, call, exchange throws(Refusal) in
        let session = server.sessions[exchange.session]
        switch call[1].lowercased {
        case "id": return .integer(exchange.session)
        case "getname": return session.map { $0.name.isEmpty ? .null : .bulk($0.name) } ?? .null
        case "setname":
            server.sessions[exchange.session]?.name = try clientName(call[2])
            return .ok
        case "info": return .verbatim((session?.line(now: call.now) ?? "") + "\n")
        default:
            guard call.count == 2 else { throw .syntax }
            let lines = server.sessions.values.sorted { $0.id < $1.id }.map { $0.line(now: call.now) + "\n" }
            return .verbatim(lines.joined())
        }
    }

    private static func clientName(_ name: Bytes) throws(Refusal) -> Bytes {
        guard name.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw Refusal("ERR Client names cannot contain spaces, newlines or special characters.")
        }
        return name
    }

    /// What redis-cli asks for when it starts; names and arities are told, no more.
    private static let command: Body = { _, call, _ in
        let subcommand = call.count > 1 ? call[1].lowercased : ""
        let arities = Command.onKeys.mapValues(\.arity).merging(all.mapValues(\.arity)) { $1 }
        switch subcommand {
        case "count": return .integer(arities.count)
        case "list": return .array(arities.keys.sorted().map(Reply.text))
        case "docs": return .map([])
        case "info" where call.count > 2:
            return .array(
                call.words.dropFirst(2).map { name in
                    arities[name.lowercased].map { description(name.lowercased, $0) } ?? .nullArray
                }
            )
        default: return .array(arities.sorted { $0.key < $1.key }.map { description($0.key, $0.value) })
        }
    }

    private static func description(_ name: String, _ arity: Int) -> Reply {
        let access = Command.onKeys[name].map { $0.access == .reads ? "readonly" : "write" } ?? "fast"
        return .array([
            .text(name), .integer(arity), .set([.status(access)]), .integer(0), .integer(0), .integer(0), .set([]),
            .set([]), .set([]), .set([]),
        ])
    }
}

extension RedisServer {
    /// Whose replies these are.
    static let version = "7.0.15"

    mutating func logIn(_ session: Int, user: Bytes, password: Bytes) throws(Refusal) {
        guard user == Bytes("default"), settings.password == nil || settings.password == password else {
            throw Refusal("WRONGPASS invalid username-password pair or user is disabled.")
        }
        sessions[session]?.isAuthenticated = true
    }
}
