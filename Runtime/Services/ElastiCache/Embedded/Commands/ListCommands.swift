extension Command {
    /// https://redis.io/docs/latest/commands/?group=list
    static let lists: [Command] = [
        Command("lpush", -3, .adds) { keyspace, call throws(Refusal) in try push(&keyspace, call, .left) },
        Command("rpush", -3, .adds) { keyspace, call throws(Refusal) in try push(&keyspace, call, .right) },
        Command("lpushx", -3, .adds) { keyspace, call throws(Refusal) in
            try keyspace.read(.list, call.key, call) == nil ? .integer(0) : try push(&keyspace, call, .left)
        },
        Command("rpushx", -3, .adds) { keyspace, call throws(Refusal) in
            try keyspace.read(.list, call.key, call) == nil ? .integer(0) : try push(&keyspace, call, .right)
        },
        Command("lpop", -2, .writes) { keyspace, call throws(Refusal) in try pop(&keyspace, call, .left) },
        Command("rpop", -2, .writes) { keyspace, call throws(Refusal) in try pop(&keyspace, call, .right) },
        Command("llen", 2, .reads) { keyspace, call throws(Refusal) in
            .integer(try keyspace.read(.list, call.key, call)?.count ?? 0)
        },
        Command("lindex", 3, .reads) { keyspace, call throws(Refusal) in
            let list = try keyspace.read(.list, call.key, call)
            let index = try call.integer(2)
            return .bulk(orNull: list.flatMap { list in place(index, of: list.count).map { list[$0] } })
        },
        Command("lset", 4, .adds) { keyspace, call throws(Refusal) in
            guard keyspace.contains(call.key, call) else { throw .noSuchKey }
            return try keyspace.change(.list, call.key, call) { list throws(Refusal) in
                guard let place = place(try call.integer(2), of: list.count) else { throw .indexOutOfRange }
                list[place] = call[3]
                return .ok
            }
        },
        Command("lrange", 4, .reads) { keyspace, call throws(Refusal) in
            let range = try PlaceRange(call, 2)
            guard let list = try keyspace.read(.list, call.key, call) else { return .array([]) }
            return .bulks(range.places(of: list.count).map { list[$0] })
        },
        Command("ltrim", 4, .writes) { keyspace, call throws(Refusal) in
            let range = try PlaceRange(call, 2)
            return try keyspace.change(.list, call.key, call) { list throws(Refusal) in
                list.replace(by: Array(list.elements[range.places(of: list.count)]))
                return .ok
            }
        },
        Command("lrem", 4, .writes) { keyspace, call throws(Refusal) in
            let count = try call.integer(2)
            return try keyspace.change(.list, call.key, call) { list throws(Refusal) in
                .integer(remove(call[3], count, from: &list))
            }
        },
        Command("linsert", 5, .adds) { keyspace, call throws(Refusal) in
            let side = call[2].lowercased
            guard ["before", "after"].contains(side) else { throw .syntax }
            return try keyspace.change(.list, call.key, call) { list throws(Refusal) in
                if list.count == 0 { return .integer(0) }
                var elements = list.elements
                guard let place = elements.firstIndex(of: call[3]) else { return .integer(-1) }
                elements.insert(call[4], at: side == "before" ? place : place + 1)
                list.replace(by: elements)
                return .integer(elements.count)
            }
        },
        Command("rpoplpush", 3, .adds) { keyspace, call throws(Refusal) in try move(&keyspace, call, .right, .left) },
        Command("lmove", 5, .adds) { keyspace, call throws(Refusal) in
            guard let from = End(call[3]), let to = End(call[4]) else { throw .syntax }
            return try move(&keyspace, call, from, to)
        },
    ]

    private enum End: String {
        case left, right

        init?(_ word: Bytes) { self.init(rawValue: word.lowercased) }

        func push(_ value: Bytes, to list: inout ListValue) {
            if self == .left { list.prepend(value) } else { list.append(value) }
        }

        func pop(from list: inout ListValue) -> Bytes? { self == .left ? list.popFirst() : list.popLast() }
    }

    private static func place(_ index: Int, of count: Int) -> Int? {
        let place = index < 0 ? index + count : index
        return (0..<count).contains(place) ? place : nil
    }

    private static func push(_ keyspace: inout Keyspace, _ call: Call, _ end: End) throws(Refusal) -> Reply {
        try keyspace.change(.list, call.key, call) { list throws(Refusal) in
            for value in call.words.dropFirst(2) { end.push(value, to: &list) }
            return .integer(list.count)
        }
    }

    private static func pop(_ keyspace: inout Keyspace, _ call: Call, _ end: End) throws(Refusal) -> Reply {
        guard call.count <= 3 else { throw .wrongArity(call.name) }
        let count = call.count == 3 ? try call.positive(2) : nil
        guard try keyspace.read(.list, call.key, call) != nil else { return count == nil ? .null : .nullArray }
        return try keyspace.change(.list, call.key, call) { list throws(Refusal) in
            guard let count else { return .bulk(orNull: end.pop(from: &list)) }
            return .bulks((0..<min(count, list.count)).compactMap { _ in end.pop(from: &list) })
        }
    }

    private static func move(_ keyspace: inout Keyspace, _ call: Call, _ from: End, _ to: End) throws(Refusal) -> Reply
    {
        guard try keyspace.read(.list, call.key, call) != nil else { return .null }
        _ = try keyspace.read(.list, call[2], call)
        let moved = try keyspace.change(.list, call.key, call) { list throws(Refusal) in from.pop(from: &list) }
        guard let moved else { return .null }
        try keyspace.change(.list, call[2], call) { list throws(Refusal) in to.push(moved, to: &list) }
        return .bulk(moved)
    }

    /// Removes the first `count` that are equal, the last ones for a negative count, all for 0; returns how many.
    private static func remove(_ value: Bytes, _ count: Int, from list: inout ListValue) -> Int {
        let all = list.elements
        let equal = all.indices.filter { all[$0] == value }
        let limit = count == 0 ? equal.count : Int(clamping: count.magnitude)
        let removed = Set(count < 0 ? equal.suffix(limit) : equal.prefix(limit))
        list.replace(by: all.indices.filter { !removed.contains($0) }.map { all[$0] })
        return removed.count
    }
}
