extension Command {
    /// The commands that name members of a sorted set by place, score or name.
    static let scoreRanges: [Command] = [
        Command("zrange", -4, .reads, zrange),
        Command("zrevrange", -4, .reads) { keyspace, call throws(Refusal) in
            try answer(&keyspace, call, by: .place, isReversed: true, try RangeOptions(call, from: 4))
        },
        Command("zrangebyscore", -4, .reads) { keyspace, call throws(Refusal) in
            try answer(&keyspace, call, by: .score, isReversed: false, try RangeOptions(call, from: 4))
        },
        Command("zrevrangebyscore", -4, .reads) { keyspace, call throws(Refusal) in
            try answer(&keyspace, call, by: .score, isReversed: true, try RangeOptions(call, from: 4))
        },
        Command("zrangebylex", -4, .reads) { keyspace, call throws(Refusal) in
            try answer(
                &keyspace,
                call,
                by: .name,
                isReversed: false,
                try RangeOptions(call, from: 4, mayHaveScores: false)
            )
        },
        Command("zrevrangebylex", -4, .reads) { keyspace, call throws(Refusal) in
            try answer(
                &keyspace,
                call,
                by: .name,
                isReversed: true,
                try RangeOptions(call, from: 4, mayHaveScores: false)
            )
        },
        Command("zcount", 4, .reads) { keyspace, call throws(Refusal) in
            let range = try RangeOrder.score.range(call, isReversed: false)
            return .integer(try keyspace.read(.sortedSet, call.key, call).map { range.places(of: $0).count } ?? 0)
        },
        Command("zlexcount", 4, .reads) { keyspace, call throws(Refusal) in
            let range = try RangeOrder.name.range(call, isReversed: false)
            return .integer(try keyspace.read(.sortedSet, call.key, call).map { range.places(of: $0).count } ?? 0)
        },
        Command("zremrangebyrank", 4, .writes) { keyspace, call throws(Refusal) in
            try remove(&keyspace, call, .place)
        },
        Command("zremrangebyscore", 4, .writes) { keyspace, call throws(Refusal) in
            try remove(&keyspace, call, .score)
        },
        Command("zremrangebylex", 4, .writes) { keyspace, call throws(Refusal) in
            try remove(&keyspace, call, .name)
        },
    ]

    private static let zrange: Body = { keyspace, call throws(Refusal) in
        let options = try RangeOptions(call, from: 4, mayChooseOrder: true)
        if options.withScores, options.order == .name {
            throw Refusal("ERR syntax error, WITHSCORES not supported in combination with BYLEX")
        }
        return try answer(&keyspace, call, by: options.order, isReversed: options.isReversed, options)
    }

    private static func answer(
        _ keyspace: inout Keyspace,
        _ call: Call,
        by order: RangeOrder,
        isReversed: Bool,
        _ options: RangeOptions
    ) throws(Refusal) -> Reply {
        if options.limit != nil, order == .place {
            throw Refusal("ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX")
        }
        let range = try order.range(call, isReversed: isReversed)
        let set = try keyspace.read(.sortedSet, call.key, call) ?? SortedSet()
        var found = set.elements[range.places(of: set)]
        if isReversed { found = ArraySlice(found.reversed()) }
        if let (offset, count) = options.limit {
            found = offset < 0 ? [] : found.dropFirst(offset)
            if count >= 0 { found = found.prefix(count) }
        }
        return options.withScores ? .scored(found.map { ($0.member, $0.score) }) : .bulks(found.map(\.member))
    }

    private static func remove(
        _ keyspace: inout Keyspace,
        _ call: Call,
        _ order: RangeOrder
    ) throws(Refusal) -> Reply {
        let range = try order.range(call, isReversed: false)
        return try keyspace.change(.sortedSet, call.key, call) { set throws(Refusal) in
            let members = set.elements[range.places(of: set)].map(\.member)
            for member in members { set.remove(member) }
            return .integer(members.count)
        }
    }
}

/// What the ends of a range are.
private enum RangeOrder {
    case place, score, name

    /// The range of a command whose ends are its second and third arguments, the greater one first when it is reversed.
    func range(_ call: Call, isReversed: Bool) throws(Refusal) -> MemberRange {
        let (low, high) = isReversed && self != .place ? (3, 2) : (2, 3)
        switch self {
        case .place: return .places(try PlaceRange(call, 2), isReversed: isReversed)
        case .score: return .scores(try Self.score(call[low]), try Self.score(call[high]))
        case .name: return .names(try Self.name(call[low]), try Self.name(call[high]))
        }
    }

    private static func score(_ word: Bytes) throws(Refusal) -> RangeEnd<Double> {
        let isOpen = word.first == UInt8(ascii: "(")
        // As Redis has it, nothing behind the bracket is 0.
        if word.count == 1, isOpen { return RangeEnd(value: 0, isOpen: true) }
        guard let number = Bytes(isOpen ? word.dropFirst() : word[...]).double else { throw .notRange }
        return RangeEnd(value: number, isOpen: isOpen)
    }

    private static func name(_ word: Bytes) throws(Refusal) -> NameEnd {
        switch word.first {
        case UInt8(ascii: "-") where word.count == 1: return .first
        case UInt8(ascii: "+") where word.count == 1: return .last
        case UInt8(ascii: "["): return .member(RangeEnd(value: Bytes(word.dropFirst()), isOpen: false))
        case UInt8(ascii: "("): return .member(RangeEnd(value: Bytes(word.dropFirst()), isOpen: true))
        default: throw .notStringRange
        }
    }
}

private struct RangeEnd<Value> {
    var value: Value
    /// The value itself is not in the range.
    var isOpen: Bool
}

private enum NameEnd {
    case first, last
    case member(RangeEnd<Bytes>)
}

private enum MemberRange {
    case places(PlaceRange, isReversed: Bool)
    case scores(RangeEnd<Double>, RangeEnd<Double>)
    case names(NameEnd, NameEnd)

    /// Where the members of the range stand, from the least score up.
    func places(of set: SortedSet) -> Range<Int> {
        switch self {
        case .places(let range, let isReversed):
            let places = range.places(of: set.count)
            return isReversed ? set.count - places.upperBound..<set.count - places.lowerBound : places
        case .scores(let low, let high):
            let first = set.firstPlace { low.isOpen ? $0.score > low.value : $0.score >= low.value }
            let end = set.firstPlace { high.isOpen ? $0.score >= high.value : $0.score > high.value }
            return first..<max(first, end)
        case .names(let low, let high):
            let first = Self.place(of: low, in: set, isLow: true)
            return first..<max(first, Self.place(of: high, in: set, isLow: false))
        }
    }

    private static func place(of end: NameEnd, in set: SortedSet, isLow: Bool) -> Int {
        switch end {
        case .first: 0
        case .last: set.count
        case .member(let end):
            set.firstPlace { element in
                // A closed low end and an open high end come before the member itself, the others behind it.
                isLow != end.isOpen
                    ? !element.member.lexicographicallyPrecedes(end.value)
                    : end.value.lexicographicallyPrecedes(element.member)
            }
        }
    }
}

/// What stands behind the ends of a range.
private struct RangeOptions {
    private(set) var order = RangeOrder.place
    private(set) var isReversed = false
    private(set) var withScores = false
    private(set) var limit: (offset: Int, count: Int)?

    init(
        _ call: Call,
        from start: Int,
        mayChooseOrder: Bool = false,
        mayHaveScores: Bool = true
    ) throws(Refusal) {
        var index = start
        while index < call.count {
            switch call[index].lowercased {
            case "withscores" where mayHaveScores: withScores = true
            case "byscore" where mayChooseOrder: order = .score
            case "bylex" where mayChooseOrder: order = .name
            case "rev" where mayChooseOrder: isReversed = true
            case "limit" where index + 2 < call.count:
                limit = (try call.integer(index + 1), try call.integer(index + 2))
                index += 2
            default: throw .syntax
            }
            index += 1
        }
    }
}
