import Time

extension RedisServer {
    /// What an empty server is said to take.
    static let baseBytes = 1 << 20

    var usedBytes: Int { Self.baseBytes + keyspace.usedBytes }

    /// Checks a command as Redis does, in its order, and carries it out or queues it.
    mutating func dispatch(_ call: Call, _ exchange: inout Exchange) -> Reply {
        do throws(Refusal) {
            let session = sessions[exchange.session]
            let command = try Self.find(call)
            if session?.isAuthenticated == false, !["auth", "hello", "quit", "reset"].contains(call.name) {
                throw Refusal("NOAUTH Authentication required.")
            }
            if case .keys(let command) = command { try makeRoom(for: command, call) }
            if session?.transaction != nil, !Self.notQueued.contains(call.name) {
                sessions[exchange.session]?.transaction?.calls.append(call.words)
                return .status("QUEUED")
            }
            return try run(command, call, &exchange)
        } catch {
            // What fails when it is carried out comes from `EXEC` and is not thrown here.
            if !Self.notQueued.contains(call.name) { sessions[exchange.session]?.transaction?.isBroken = true }
            if call.name == "exec" { forgetTransaction(exchange.session) }
            return .error(error.text)
        }
    }

    private static let notQueued: Set = ["exec", "discard", "multi", "watch", "quit", "reset"]

    enum Found {
        case keys(Command)
        case server(ServerCommand)

        var arity: Int {
            switch self {
            case .keys(let command): command.arity
            case .server(let command): command.arity
            }
        }
    }

    private static func find(_ call: Call) throws(Refusal) -> Found {
        let name = call.name
        let found = Command.onKeys[name].map(Found.keys) ?? ServerCommand.all[name].map(Found.server)
        guard let found else { throw .unknownCommand(call.words) }
        let accepts = found.arity >= 0 ? call.count == found.arity : call.count >= -found.arity
        guard accepts else {
            let refusal = Refusal.wrongArity(name)
            guard name == "exec" else { throw refusal }
            throw Refusal("EXECABORT Transaction discarded because of: \(refusal.text.dropFirst(4))")
        }
        if case .server(let command) = found { try command.checkSubcommand(call) }
        return found
    }

    mutating func run(_ found: Found, _ call: Call, _ exchange: inout Exchange) throws(Refusal) -> Reply {
        switch found {
        case .keys(let command):
            note(call, &exchange)
            keyspace.isReading = command.access == .reads
            defer { keyspace.isReading = false }
            return try command.body(&keyspace, call)
        case .server(let command):
            let reply = try command.body(&self, call, &exchange)
            if !command.isSecret { note(call, &exchange) }
            return reply
        }
    }

    /// Carries out what was queued; a command that fails does not keep the others from being carried out.
    mutating func runQueued(_ words: [Bytes], _ exchange: inout Exchange) -> Reply {
        let database = sessions[exchange.session]?.database ?? 0
        let call = Call(words: words, database: database, now: exchange.now.milliseconds)
        do throws(Refusal) {
            return try run(try Self.find(call), call, &exchange)
        } catch {
            return .error(error.text)
        }
    }

    private mutating func makeRoom(for command: Command, _ call: Call) throws(Refusal) {
        guard settings.maximumMemory > 0 else { return }
        // The command itself takes memory.
        let arriving = call.words.reduce(0) { $0 + $1.count }
        guard usedBytes + arriving > settings.maximumMemory else { return }
        if settings.evictionPolicy != .none {
            let limit = max(0, settings.maximumMemory - Self.baseBytes - arriving)
            keyspace.evict(to: limit, onlyExpiring: settings.evictionPolicy == .expiring, now: call.now)
        }
        if command.access == .adds, usedBytes + arriving > settings.maximumMemory { throw .outOfMemory }
    }

    /// A line of `MONITOR`.
    private func note(_ call: Call, _ exchange: inout Exchange) {
        guard sessions.values.contains(where: \.isMonitor), let session = sessions[exchange.session] else { return }
        let microseconds = exchange.now.nanosecondsSinceEpoch / 1000
        let fraction = String(1_000_000 + microseconds % 1_000_000).dropFirst()
        let words = call.words.map(\.quoted).joined(separator: " ")
        exchange.monitored.append(
            "+\(microseconds / 1_000_000).\(fraction) [\(call.database) \(session.address)] \(words)\r\n"
        )
    }
}

extension Bytes {
    /// In quotes, with what cannot be printed escaped.
    fileprivate var quoted: String {
        "\""
            + map { byte in
                switch byte {
                case 0x5C, 0x22: "\\" + String(UnicodeScalar(byte))
                case 0x0A: "\\n"
                case 0x0D: "\\r"
                case 0x09: "\\t"
                case 0x07: "\\a"
                case 0x08: "\\b"
                case 0x20...0x7E: String(UnicodeScalar(byte))
                default: "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
                }
            }.joined() + "\""
    }
}
