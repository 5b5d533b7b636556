extension ServerCommand {
    /// https://redis.io/docs/latest/commands/?group=transactions
    static let transactions: [ServerCommand] = [
        ServerCommand("multi", 1) { server, _, exchange throws(Refusal) in
            guard server.sessions[exchange.session]?.transaction == nil else {
                throw Refusal("ERR MULTI calls can not be nested")
            }
            server.sessions[exchange.session]?.transaction = Session.Transaction()
            return .ok
        },
        ServerCommand("exec", 1) { server, call, exchange throws(Refusal) in
            guard let transaction = server.sessions[exchange.session]?.transaction else {
                throw Refusal("ERR EXEC without MULTI")
            }
            let isAlarmed = server.keyspace.isAlarmed(exchange.session, now: call.now)
            server.forgetTransaction(exchange.session)
            if transaction.isBroken {
                throw Refusal("EXECABORT Transaction discarded because of previous errors.")
            }
            if isAlarmed { return .nullArray }
            return .array(transaction.calls.map { server.runQueued($0, &exchange) })
        },
        ServerCommand("discard", 1) { server, _, exchange throws(Refusal) in
            guard server.sessions[exchange.session]?.transaction != nil else {
                throw Refusal("ERR DISCARD without MULTI")
            }
            server.forgetTransaction(exchange.session)
            return .ok
        },
        ServerCommand("watch", -2) { server, call, exchange throws(Refusal) in
            guard server.sessions[exchange.session]?.transaction == nil else {
                throw Refusal("ERR WATCH inside MULTI is not allowed")
            }
            for key in call.words.dropFirst() { server.keyspace.watch(key, exchange.session, call) }
            return .ok
        },
        ServerCommand("unwatch", 1) { server, _, exchange in
            server.keyspace.unwatch(exchange.session)
            return .ok
        },
    ]
}

extension RedisServer {
    mutating func forgetTransaction(_ session: Int) {
        sessions[session]?.transaction = nil
        keyspace.unwatch(session)
    }
}
