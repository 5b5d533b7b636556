extension Command {
    /// The commands that count in strings.
    static let counters: [Command] = [
        Command("incr", 2, .adds) { keyspace, call throws(Refusal) in try add(1, &keyspace, call) },
        Command("decr", 2, .adds) { keyspace, call throws(Refusal) in try add(-1, &keyspace, call) },
        Command("incrby", 3, .adds) { keyspace, call throws(Refusal) in
            try add(try call.integer(2), &keyspace, call)
        },
        Command("decrby", 3, .adds) { keyspace, call throws(Refusal) in
            let decrement = try call.integer(2)
            guard decrement != .min else { throw Refusal("ERR decrement would overflow") }
            return try add(-decrement, &keyspace, call)
        },
        Command("incrbyfloat", 3, .adds) { keyspace, call throws(Refusal) in
            guard let old = (try keyspace.string(call.key, call) ?? Bytes("0")).longDouble,
                let increment = call[2].longDouble
            else { throw .notFloat }
            guard (old + increment).isFinite else { throw .notNumber }
            let sum = Bytes(NumberText.human(old + increment))
            keyspace.replaceString(call.key, sum, call)
            return .bulk(sum)
        },
    ]

    private static func add(_ increment: Int, _ keyspace: inout Keyspace, _ call: Call) throws(Refusal) -> Reply {
        guard let old = (try keyspace.string(call.key, call) ?? Bytes("0")).integer else { throw .notInteger }
        let (sum, overflows) = old.addingReportingOverflow(increment)
        if overflows { throw .overflow }
        keyspace.replaceString(call.key, Bytes(sum), call)
        return .integer(sum)
    }
}
