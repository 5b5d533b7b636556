extension Command {
    /// https://redis.io/docs/latest/commands/?group=hash
    static let hashes: [Command] = [
        Command("hset", -4, .adds) { keyspace, call throws(Refusal) in
            .integer(try setFields(&keyspace, call))
        },
        Command("hmset", -4, .adds) { keyspace, call throws(Refusal) in
            _ = try setFields(&keyspace, call)
            return .ok
        },
        Command("hsetnx", 4, .adds) { keyspace, call throws(Refusal) in
            try keyspace.change(.hash, call.key, call) { hash throws(Refusal) in
                .flag(!hash.contains(call[2]) && hash.set(call[2], call[3]))
            }
        },
        Command("hget", 3, .reads) { keyspace, call throws(Refusal) in
            .bulk(orNull: try keyspace.read(.hash, call.key, call)?[call[2]])
        },
        Command("hmget", -3, .reads) { keyspace, call throws(Refusal) in
            let hash = try keyspace.read(.hash, call.key, call)
            return .array(call.words.dropFirst(2).map { .bulk(orNull: hash?[$0]) })
        },
        Command("hgetall", 2, .reads) { keyspace, call throws(Refusal) in
            .map(try fields(&keyspace, call).map { (.bulk($0.field), .bulk($0.value)) })
        },
        Command("hkeys", 2, .reads) { keyspace, call throws(Refusal) in
            .bulks(try fields(&keyspace, call).map(\.field))
        },
        Command("hvals", 2, .reads) { keyspace, call throws(Refusal) in
            .bulks(try fields(&keyspace, call).map(\.value))
        },
        Command("hlen", 2, .reads) { keyspace, call throws(Refusal) in
            .integer(try keyspace.read(.hash, call.key, call)?.count ?? 0)
        },
        Command("hexists", 3, .reads) { keyspace, call throws(Refusal) in
            .flag(try keyspace.read(.hash, call.key, call)?.contains(call[2]) ?? false)
        },
        Command("hstrlen", 3, .reads) { keyspace, call throws(Refusal) in
            .integer(try keyspace.read(.hash, call.key, call)?[call[2]]?.count ?? 0)
        },
        Command("hdel", -3, .writes) { keyspace, call throws(Refusal) in
            try keyspace.change(.hash, call.key, call) { hash throws(Refusal) in
                .integer(call.words.dropFirst(2).count { hash.remove($0) })
            }
        },
        Command("hincrby", 4, .adds) { keyspace, call throws(Refusal) in
            let increment = try call.integer(3)
            return try keyspace.change(.hash, call.key, call) { hash throws(Refusal) in
                guard let old = (hash[call[2]] ?? Bytes("0")).integer else {
                    throw Refusal("ERR hash value is not an integer")
                }
                let (sum, overflows) = old.addingReportingOverflow(increment)
                if overflows { throw .overflow }
                hash.set(call[2], Bytes(sum))
                return .integer(sum)
            }
        },
        Command("hincrbyfloat", 4, .adds) { keyspace, call throws(Refusal) in
            guard let increment = call[3].longDouble else { throw .notFloat }
            guard increment.isFinite else { throw Refusal("ERR value is NaN or Infinity") }
            return try keyspace.change(.hash, call.key, call) { hash throws(Refusal) in
                guard let old = (hash[call[2]] ?? Bytes("0")).longDouble else {
                    throw Refusal("ERR hash value is not a float")
                }
                guard (old + increment).isFinite else { throw .notNumber }
                let sum = Bytes(NumberText.human(old + increment))
                hash.set(call[2], sum)
                return .bulk(sum)
            }
        },
        Command("hscan", -3, .reads) { keyspace, call throws(Refusal) in
            guard let cursor = UInt(call[2].text) else { throw .invalidCursor }
            let options = try ScanOptions(call, from: 3)
            let fields = try fields(&keyspace, call)
            // As Redis does with small hashes: all of it at once.
            let isSmall = fields.count <= 512
            let (page, next) =
                isSmall ? (fields, 0) : ScanPage.of(fields, after: cursor, count: options.count, by: \.field)
            let found = page.filter { options.matches($0.field) }
            return .array([.text(String(next)), .bulks(found.flatMap { [$0.field, $0.value] })])
        },
    ]

    private static func fields(
        _ keyspace: inout Keyspace,
        _ call: Call
    ) throws(Refusal) -> [(field: Bytes, value: Bytes)] {
        try keyspace.read(.hash, call.key, call)?.fields ?? []
    }

    private static func setFields(_ keyspace: inout Keyspace, _ call: Call) throws(Refusal) -> Int {
        guard call.count % 2 == 0 else { throw .wrongArity(call.name) }
        return try keyspace.change(.hash, call.key, call) { hash throws(Refusal) in
            stride(from: 2, to: call.count, by: 2).count { hash.set(call[$0], call[$0 + 1]) }
        }
    }
}
