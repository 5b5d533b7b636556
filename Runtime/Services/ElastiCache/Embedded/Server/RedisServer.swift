import Time

/// A Redis without sockets: bytes of clients come in with the instant, bytes for clients go out.
struct RedisServer {
    /// Bytes for a connection.
    struct Output {
        var session: Int
        var bytes: Bytes
        /// The connection ends when they are sent.
        var closes = false
    }

    var keyspace: Keyspace
    var settings: RedisSettings
    var sessions: [Int: Session] = [:]
    var startedAt: Timestamp
    var commandCount = 0
    var connectionCount = 0

    init(_ settings: RedisSettings = RedisSettings(), now: Timestamp, seed: UInt64 = 0) {
        self.settings = settings
        keyspace = Keyspace(seed: seed)
        startedAt = now
    }

    /// What a web page can make a browser send here: Redis ends such a connection before it reads the rest.
    private static let ofHTTP: Set = ["post", "host:"]

    // MARK: Connections

    /// A new connection's number.
    mutating func open(address: String, at now: Timestamp) -> Int {
        connectionCount += 1
        sessions[connectionCount] = Session(
            id: connectionCount,
            address: address,
            connectedAt: now.milliseconds,
            isAuthenticated: settings.password == nil
        )
        return connectionCount
    }

    mutating func close(_ id: Int) {
        sessions[id] = nil
        keyspace.unwatch(id)
    }

    /// Carries out what is complete of what a client has sent.
    mutating func receive(_ bytes: some Sequence<UInt8>, from id: Int, at now: Timestamp) -> [Output] {
        sessions[id]?.parser.append(bytes)
        var own = Output(session: id, bytes: [])
        var others: [Output] = []
        do throws(RequestParser.Failure) {
            while !own.closes, let words = try sessions[id]?.parser.next() {
                if !words.isEmpty { answer(words, &own, &others, at: now) }
            }
        } catch {
            Reply.error("ERR Protocol error: \(error.text)").write(to: &own.bytes, sessions[id]?.version ?? .two)
            own.closes = true
        }
        return others + (own.bytes.isEmpty && !own.closes ? [] : [own])
    }

    private mutating func answer(_ words: [Bytes], _ own: inout Output, _ others: inout [Output], at now: Timestamp) {
        guard let database = sessions[own.session]?.database else { return }
        if Self.ofHTTP.contains(words[0].lowercased) {
            // Nor does what went before get its answer.
            (own.bytes, own.closes) = ([], true)
            return
        }
        commandCount += 1
        var exchange = Exchange(session: own.session, now: now)
        let call = Call(words: words, database: database, now: now.milliseconds)
        let reply = dispatch(call, &exchange)
        if sessions[own.session] != nil { sessions[own.session]?.lastCommand = call.name }
        reply.write(to: &own.bytes, sessions[own.session]?.version ?? .two)
        own.closes = exchange.closes
        for line in exchange.monitored {
            for session in sessions.values where session.isMonitor {
                if session.id == own.session { continue }
                others.append(Output(session: session.id, bytes: Bytes(line)))
            }
        }
    }
}

/// What a command does beyond its reply.
struct Exchange {
    let session: Int
    let now: Timestamp
    var closes = false
    /// Lines for those who watch.
    var monitored: [String] = []
}

/// What a server is started with, and `CONFIG SET` may change.
struct RedisSettings {
    enum EvictionPolicy: String, CaseIterable {
        case none = "noeviction"
        case allKeys = "allkeys-lru"
        case expiring = "volatile-lru"
    }

    /// In bytes; 0 is no limit.
    var maximumMemory = 0
    var evictionPolicy = EvictionPolicy.none
    var password: Bytes?
    var port = 0
}

extension Timestamp {
    var milliseconds: Int { Int(millisecondsSinceEpoch) }
}
