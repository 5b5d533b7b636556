extension Command {
    /// https://redis.io/docs/latest/commands/?group=sorted-set
    static let sortedSets: [Command] = [
        Command("zadd", -4, .adds, zadd),
        Command("zincrby", 4, .adds) { keyspace, call throws(Refusal) in
            let increment = try call.double(2)
            return try keyspace.change(.sortedSet, call.key, call) { set throws(Refusal) in
                let sum = (set.score(of: call[3]) ?? 0) + increment
                if sum.isNaN { throw .notScore }
                set.set(call[3], sum)
                return .double(sum)
            }
        },
        Command("zrem", -3, .writes) { keyspace, call throws(Refusal) in
            try keyspace.change(.sortedSet, call.key, call) { set throws(Refusal) in
                .integer(call.words.dropFirst(2).count { set.remove($0) })
            }
        },
        Command("zcard", 2, .reads) { keyspace, call throws(Refusal) in
            .integer(try keyspace.read(.sortedSet, call.key, call)?.count ?? 0)
        },
        Command("zscore", 3, .reads) { keyspace, call throws(Refusal) in
            try keyspace.read(.sortedSet, call.key, call)?.score(of: call[2]).map(Reply.double) ?? .null
        },
        Command("zmscore", -3, .reads) { keyspace, call throws(Refusal) in
            let set = try keyspace.read(.sortedSet, call.key, call)
            return .array(call.words.dropFirst(2).map { set?.score(of: $0).map(Reply.double) ?? .null })
        },
        Command("zrank", 3, .reads) { keyspace, call throws(Refusal) in
            try keyspace.read(.sortedSet, call.key, call)?.rank(of: call[2]).map(Reply.integer) ?? .null
        },
        Command("zrevrank", 3, .reads) { keyspace, call throws(Refusal) in
            guard let set = try keyspace.read(.sortedSet, call.key, call), let rank = set.rank(of: call[2]) else {
                return .null
            }
            return .integer(set.count - 1 - rank)
        },
        Command("zpopmin", -2, .writes) { keyspace, call throws(Refusal) in
            try pop(&keyspace, call) { $0.elements.first }
        },
        Command("zpopmax", -2, .writes) { keyspace, call throws(Refusal) in
            try pop(&keyspace, call) { $0.elements.last }
        },
        Command("zscan", -3, .reads) { keyspace, call throws(Refusal) in
            guard let cursor = UInt(call[2].text) else { throw .invalidCursor }
            let options = try ScanOptions(call, from: 3)
            let all = try keyspace.read(.sortedSet, call.key, call)?.elements ?? []
            // As Redis does with small sets: all of it at once.
            let (page, next) =
                all.count <= 128 ? (all, 0) : ScanPage.of(all, after: cursor, count: options.count, by: \.member)
            let found = page.filter { options.matches($0.member) }
            let isPacked = all.count <= 128 && all.allSatisfy { $0.member.count <= 64 }
            let texts = found.flatMap { element in
                let text = isPacked ? NumberText.packedScore(element.score) : NumberText.score(element.score)
                return [element.member, Bytes(text)]
            }
            return .array([.text(String(next)), .bulks(texts)])
        },
    ]

    private static func pop(
        _ keyspace: inout Keyspace,
        _ call: Call,
        _ next: (SortedSet) -> SortedSet.Element?
    ) throws(Refusal) -> Reply {
        guard call.count <= 3 else { throw .wrongArity(call.name) }
        let count = call.count == 3 ? try call.positive(2) : nil
        let taken = try keyspace.change(.sortedSet, call.key, call) { set throws(Refusal) in
            var taken: [(member: Bytes, score: Double)] = []
            while taken.count < count ?? 1, let element = next(set) {
                set.remove(element.member)
                taken.append((element.member, element.score))
            }
            return taken
        }
        if count != nil { return .scored(taken) }
        return .array(taken.flatMap { [.bulk($0.member), .double($0.score)] })
    }

    // MARK: ZADD

    private static let zadd: Body = { keyspace, call throws(Refusal) in
        let options = try AddOptions(call)
        let pairs = call.count - options.end
        guard pairs > 0, pairs % 2 == 0 else { throw .syntax }
        if options.increments, pairs > 2 {
            throw Refusal("ERR INCR option supports a single increment-element pair")
        }
        var members: [(Bytes, Double)] = []
        for index in stride(from: options.end, to: call.count, by: 2) {
            members.append((call[index + 1], try call.double(index)))
        }
        if options.needsPresence, try keyspace.read(.sortedSet, call.key, call) == nil {
            return options.increments ? .null : .integer(0)
        }
        return try keyspace.change(.sortedSet, call.key, call) { set throws(Refusal) in
            var (added, updated) = (0, 0)
            var last: Double?
            for (member, number) in members {
                let old = set.score(of: member)
                let score = options.increments ? (old ?? 0) + number : number
                if score.isNaN { throw .notScore }
                guard options.allow(score, insteadOf: old) else { continue }
                set.set(member, score)
                last = score
                if old == nil { added += 1 } else if old != score { updated += 1 }
            }
            if options.increments { return last.map(Reply.double) ?? .null }
            return .integer(options.countsChanges ? added + updated : added)
        }
    }
}

/// What stands between the key and the scores of `ZADD`.
private struct AddOptions {
    private var names: Set<String> = []
    /// Where the scores begin.
    private(set) var end = 2

    var needsPresence: Bool { names.contains("xx") }
    var increments: Bool { names.contains("incr") }
    var countsChanges: Bool { names.contains("ch") }

    init(_ call: Call) throws(Refusal) {
        while end < call.count, ["nx", "xx", "gt", "lt", "ch", "incr"].contains(call[end].lowercased) {
            names.insert(call[end].lowercased)
            end += 1
        }
        let pairs = call.count - end
        guard pairs > 0, pairs % 2 == 0 else { throw .syntax }
        if names.isSuperset(of: ["nx", "xx"]) {
            throw Refusal("ERR XX and NX options at the same time are not compatible")
        }
        if names.count(where: { ["gt", "lt", "nx"].contains($0) }) > 1 {
            throw Refusal("ERR GT, LT, and/or NX options at the same time are not compatible")
        }
    }

    func allow(_ score: Double, insteadOf old: Double?) -> Bool {
        guard let old else { return !needsPresence }
        if names.contains("nx") { return false }
        if names.contains("gt"), score <= old { return false }
        if names.contains("lt"), score >= old { return false }
        return true
    }
}
