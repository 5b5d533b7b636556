extension Command {
    /// https://redis.io/docs/latest/commands/?group=set
    static let sets: [Command] = [
        Command("sadd", -3, .adds) { keyspace, call throws(Refusal) in
            try keyspace.change(.set, call.key, call) { set throws(Refusal) in
                .integer(call.words.dropFirst(2).count { !set.contains($0) && set.set($0, []) })
            }
        },
        Command("srem", -3, .writes) { keyspace, call throws(Refusal) in
            try keyspace.change(.set, call.key, call) { set throws(Refusal) in
                .integer(call.words.dropFirst(2).count { set.remove($0) })
            }
        },
        Command("scard", 2, .reads) { keyspace, call throws(Refusal) in
            .integer(try keyspace.read(.set, call.key, call)?.count ?? 0)
        },
        Command("sismember", 3, .reads) { keyspace, call throws(Refusal) in
            .flag(try keyspace.read(.set, call.key, call)?.contains(call[2]) ?? false)
        },
        Command("smismember", -3, .reads) { keyspace, call throws(Refusal) in
            let set = try keyspace.read(.set, call.key, call)
            return .array(call.words.dropFirst(2).map { .flag(set?.contains($0) ?? false) })
        },
        Command("smembers", 2, .reads) { keyspace, call throws(Refusal) in
            .set(try members(call.key, &keyspace, call).map(Reply.bulk))
        },
        Command("sinter", -2, .reads) { keyspace, call throws(Refusal) in
            try combine(&keyspace, call) { result, next in result.filter(next.contains) }
        },
        Command("sdiff", -2, .reads) { keyspace, call throws(Refusal) in
            try combine(&keyspace, call) { result, next in result.filter { !next.contains($0) } }
        },
        Command("sunion", -2, .reads) { keyspace, call throws(Refusal) in
            try combine(&keyspace, call) { result, next in
                let known = Set(result)
                return result + next.fields.map(\.field).filter { !known.contains($0) }
            }
        },
        Command("spop", -2, .writes) { keyspace, call throws(Refusal) in
            guard call.count <= 3 else { throw .syntax }
            let count = call.count == 3 ? try call.positive(2) : nil
            let all = try members(call.key, &keyspace, call)
            let taken = all.count <= count ?? 1 ? all[...] : all.shuffled(using: &keyspace.random).prefix(count ?? 1)
            try keyspace.change(.set, call.key, call) { set throws(Refusal) in
                for member in taken { set.remove(member) }
            }
            return count == nil ? .bulk(orNull: taken.first) : .set(taken.map(Reply.bulk))
        },
        Command("srandmember", -2, .reads) { keyspace, call throws(Refusal) in
            guard call.count <= 3 else { throw .syntax }
            let count = call.count == 3 ? try call.integer(2) : nil
            let all = try members(call.key, &keyspace, call)
            guard let count else { return .bulk(orNull: all.randomElement(using: &keyspace.random)) }
            if count >= 0 { return .bulks(all.shuffled(using: &keyspace.random).prefix(count)) }
            // A negative count may take a member more than once.
            guard count > Int.min / 2 else { throw Refusal("ERR value is out of range") }
            return .bulks((0..<min(-count, 1 << 20)).compactMap { _ in all.randomElement(using: &keyspace.random) })
        },
        Command("sscan", -3, .reads) { keyspace, call throws(Refusal) in
            guard let cursor = UInt(call[2].text) else { throw .invalidCursor }
            let options = try ScanOptions(call, from: 3)
            let all = try members(call.key, &keyspace, call)
            let (page, next) = ScanPage.of(all, after: cursor, count: options.count) { $0 }
            return .array([.text(String(next)), .bulks(page.filter(options.matches))])
        },
    ]

    private static func members(_ key: Bytes, _ keyspace: inout Keyspace, _ call: Call) throws(Refusal) -> [Bytes] {
        inOrder(try keyspace.read(.set, key, call)?.fields.map(\.field) ?? [])
    }

    /// Numbers by their size, as Redis keeps a set of nothing but numbers; any others in the order they came.
    private static func inOrder(_ members: [Bytes]) -> [Bytes] {
        let numbers = members.compactMap(\.integer)
        return numbers.count == members.count ? numbers.sorted().map { Bytes($0) } : members
    }

    private static func combine(
        _ keyspace: inout Keyspace,
        _ call: Call,
        _ step: ([Bytes], OrderedHash) -> [Bytes]
    ) throws(Refusal) -> Reply {
        var result = try members(call.key, &keyspace, call)
        for key in call.words.dropFirst(2) {
            result = step(result, try keyspace.read(.set, key, call) ?? OrderedHash())
        }
        return .set(inOrder(result).map(Reply.bulk))
    }
}
