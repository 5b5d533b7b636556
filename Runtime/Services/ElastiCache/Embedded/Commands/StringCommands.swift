extension Command {
    static let maximumString = 512 << 20

    /// https://redis.io/docs/latest/commands/?group=string
    static let strings: [Command] = [
        Command("get", 2, .reads, get),
        Command("set", -3, .adds, set),
        Command("setnx", 3, .adds) { keyspace, call in
            if keyspace.contains(call.key, call) { return .integer(0) }
            keyspace.set(call.key, Entry(value: .string(call[2])), call)
            return .integer(1)
        },
        Command("setex", 4, .adds) { keyspace, call throws(Refusal) in try set(&keyspace, call, unit: 1000) },
        Command("psetex", 4, .adds) { keyspace, call throws(Refusal) in try set(&keyspace, call, unit: 1) },
        Command("getset", 3, .adds) { keyspace, call throws(Refusal) in
            let old = try keyspace.string(call.key, call)
            keyspace.set(call.key, Entry(value: .string(call[2])), call)
            return .bulk(orNull: old)
        },
        Command("getdel", 2, .writes) { keyspace, call throws(Refusal) in
            let old = try keyspace.string(call.key, call)
            if old != nil { _ = keyspace.remove(call.key, call) }
            return .bulk(orNull: old)
        },
        Command("getex", -2, .writes, getex),
        Command("mget", -2, .reads) { keyspace, call in
            .array(
                call.words.dropFirst().map { key in
                    guard case .string(let bytes)? = keyspace.entry(key, call)?.value else { return .null }
                    return .bulk(bytes)
                }
            )
        },
        Command("mset", -3, .adds) { keyspace, call throws(Refusal) in
            for (key, value) in try pairs(call) { keyspace.set(key, Entry(value: .string(value)), call) }
            return .ok
        },
        Command("msetnx", -3, .adds) { keyspace, call throws(Refusal) in
            let pairs = try pairs(call)
            for (key, _) in pairs where keyspace.contains(key, call) { return .integer(0) }
            for (key, value) in pairs { keyspace.set(key, Entry(value: .string(value)), call) }
            return .integer(1)
        },
        Command("strlen", 2, .reads) { keyspace, call throws(Refusal) in
            .integer(try keyspace.string(call.key, call)?.count ?? 0)
        },
        Command("append", 3, .adds) { keyspace, call throws(Refusal) in
            let value = (try keyspace.string(call.key, call) ?? []) + call[2]
            guard value.count <= maximumString else { throw .tooLong }
            keyspace.replaceString(call.key, value, call)
            return .integer(value.count)
        },
        Command("getrange", 4, .reads, getrange),
        Command("substr", 4, .reads, getrange),
        Command("setrange", 4, .adds, setrange),
    ]

    private static let get: Body = { keyspace, call throws(Refusal) in
        .bulk(orNull: try keyspace.string(call.key, call))
    }

    private static let set: Body = { keyspace, call throws(Refusal) in
        let options = try SetOptions(call, from: 3, mayStore: true)
        let expiry = try options.expiry(call)
        let old = options.returnsOld ? try keyspace.string(call.key, call) : nil
        let entry = keyspace.entry(call.key, call)
        let reply = options.returnsOld ? Reply.bulk(orNull: old) : nil
        if options.needsAbsence, entry != nil { return reply ?? .null }
        if options.needsPresence, entry == nil { return reply ?? .null }
        let kept = options.keepsExpiry ? entry?.expiry : nil
        keyspace.set(call.key, Entry(value: .string(call[2]), expiry: expiry ?? kept), call)
        if let expiry, expiry <= call.now { _ = keyspace.remove(call.key, call) }
        return reply ?? .ok
    }

    /// `SETEX` and `PSETEX`: the time to live comes before the value.
    private static func set(_ keyspace: inout Keyspace, _ call: Call, unit: Int) throws(Refusal) -> Reply {
        let lifetime = try call.integer(2)
        guard lifetime > 0 else { throw .invalidExpiry(call.name) }
        let expiry = try Expiry.instant(lifetime, unit: unit, isRelative: true, call)
        keyspace.set(call.key, Entry(value: .string(call[3]), expiry: expiry), call)
        return .ok
    }

    private static let getex: Body = { keyspace, call throws(Refusal) in
        let options = try SetOptions(call, from: 2, mayStore: false)
        guard let value = try keyspace.string(call.key, call) else { return .null }
        if let expiry = try options.expiry(call) {
            keyspace.setExpiry(call.key, expiry, call)
            if expiry <= call.now { _ = keyspace.remove(call.key, call) }
        } else if options.dropsExpiry {
            keyspace.setExpiry(call.key, nil, call)
        }
        return .bulk(value)
    }

    private static func pairs(_ call: Call) throws(Refusal) -> [(Bytes, Bytes)] {
        guard call.count % 2 == 1 else { throw .wrongArity(call.name) }
        return stride(from: 1, to: call.count, by: 2).map { (call[$0], call[$0 + 1]) }
    }

    private static let getrange: Body = { keyspace, call throws(Refusal) in
        let (first, last) = (try call.integer(2), try call.integer(3))
        let value = try keyspace.string(call.key, call) ?? []
        if first < 0, last < 0, first > last { return .bulk([]) }
        let low = max(0, first < 0 ? first + value.count : first)
        let high = min(value.count - 1, max(0, last < 0 ? last + value.count : last))
        return .bulk(low <= high ? Bytes(value[low...high]) : [])
    }

    private static let setrange: Body = { keyspace, call throws(Refusal) in
        let offset = try call.integer(2)
        guard offset >= 0 else { throw Refusal("ERR offset is out of range") }
        var value = try keyspace.string(call.key, call) ?? []
        if call[3].isEmpty { return .integer(value.count) }
        guard offset <= maximumString - call[3].count else { throw .tooLong }
        let end = offset + call[3].count
        if value.count < end { value += Bytes(repeating: 0, count: end - value.count) }
        value.replaceSubrange(offset..<end, with: call[3])
        keyspace.replaceString(call.key, value, call)
        return .integer(value.count)
    }
}

/// What stands behind the value of `SET`, or behind the key of `GETEX`.
private struct SetOptions {
    private(set) var needsAbsence = false
    private(set) var needsPresence = false
    private(set) var returnsOld = false
    private(set) var keepsExpiry = false
    private(set) var dropsExpiry = false
    private var time: (index: Int, unit: Int, isRelative: Bool)?

    init(_ call: Call, from start: Int, mayStore: Bool) throws(Refusal) {
        var index = start
        while index < call.count {
            let isTimed = time != nil || keepsExpiry || dropsExpiry
            switch call[index].lowercased {
            case "nx" where mayStore && !needsPresence: needsAbsence = true
            case "xx" where mayStore && !needsAbsence: needsPresence = true
            case "get" where mayStore: returnsOld = true
            case "keepttl" where mayStore && time == nil: keepsExpiry = true
            case "persist" where !mayStore && time == nil: dropsExpiry = true
            case "ex" where !isTimed && index + 1 < call.count: time = (index + 1, 1000, true)
            case "px" where !isTimed && index + 1 < call.count: time = (index + 1, 1, true)
            case "exat" where !isTimed && index + 1 < call.count: time = (index + 1, 1000, false)
            case "pxat" where !isTimed && index + 1 < call.count: time = (index + 1, 1, false)
            default: throw .syntax
            }
            if time?.index == index + 1 { index += 1 }
            index += 1
        }
    }

    func expiry(_ call: Call) throws(Refusal) -> Int? {
        guard let (index, unit, isRelative) = time else { return nil }
        let number = try call.integer(index)
        guard number > 0 else { throw .invalidExpiry(call.name) }
        return try Expiry.instant(number, unit: unit, isRelative: isRelative, call)
    }
}
