extension Command {
    /// https://redis.io/docs/latest/commands/?group=generic
    static let keys: [Command] = [
        Command("del", -2, .writes, delete),
        Command("unlink", -2, .writes, delete),
        Command("exists", -2, .reads) { keyspace, call in .integer(count(of: call, in: &keyspace)) },
        Command("touch", -2, .reads) { keyspace, call in .integer(count(of: call, in: &keyspace)) },
        Command("type", 2, .reads) { keyspace, call in .status(keyspace.entry(call.key, call)?.typeName ?? "none") },
        Command("rename", 3, .writes) { keyspace, call throws(Refusal) in
            try rename(&keyspace, call)
            return .ok
        },
        Command("renamenx", 3, .writes) { keyspace, call throws(Refusal) in
            guard keyspace.contains(call.key, call) else { throw .noSuchKey }
            if keyspace.contains(call[2], call) { return .integer(0) }
            try rename(&keyspace, call)
            return .integer(1)
        },
        Command("expire", -3, .writes) { keyspace, call throws(Refusal) in
            try expire(&keyspace, call, unit: 1000, isRelative: true)
        },
        Command("pexpire", -3, .writes) { keyspace, call throws(Refusal) in
            try expire(&keyspace, call, unit: 1, isRelative: true)
        },
        Command("expireat", -3, .writes) { keyspace, call throws(Refusal) in
            try expire(&keyspace, call, unit: 1000, isRelative: false)
        },
        Command("pexpireat", -3, .writes) { keyspace, call throws(Refusal) in
            try expire(&keyspace, call, unit: 1, isRelative: false)
        },
        Command("persist", 2, .writes) { keyspace, call in
            guard keyspace.entry(call.key, call)?.expiry != nil else { return .integer(0) }
            keyspace.setExpiry(call.key, nil, call)
            return .integer(1)
        },
        Command("ttl", 2, .reads) { keyspace, call in lifetime(&keyspace, call) { ($0 - call.now + 500) / 1000 } },
        Command("pttl", 2, .reads) { keyspace, call in lifetime(&keyspace, call) { $0 - call.now } },
        Command("expiretime", 2, .reads) { keyspace, call in lifetime(&keyspace, call) { ($0 + 500) / 1000 } },
        Command("pexpiretime", 2, .reads) { keyspace, call in lifetime(&keyspace, call) { $0 } },
        Command("keys", 2, .reads) { keyspace, call in
            let pattern = Glob(call.key)
            return .bulks(keyspace.keys(call).filter(pattern.matches))
        },
        Command("randomkey", 1, .reads) { keyspace, call in
            let keys = keyspace.keys(call)
            return .bulk(orNull: keys.randomElement(using: &keyspace.random))
        },
        Command("scan", -2, .reads) { keyspace, call throws(Refusal) in
            guard let cursor = UInt(call.key.text) else { throw .invalidCursor }
            let options = try ScanOptions(call, from: 2, mayHaveType: true)
            let keys = keyspace.keys(call)
            let (page, next) = ScanPage.of(keys, after: cursor, count: options.count) { $0 }
            let found = page.filter { key in
                options.matches(key) && options.type.map { keyspace.entry(key, call)?.typeName == $0 } ?? true
            }
            return .array([.text(String(next)), .bulks(found)])
        },
    ]

    private static let delete: Body = { keyspace, call in
        .integer(call.words.dropFirst().count { keyspace.contains($0, call) && keyspace.remove($0, call) })
    }

    private static func count(of call: Call, in keyspace: inout Keyspace) -> Int {
        call.words.dropFirst().count { keyspace.contains($0, call) }
    }

    private static func rename(_ keyspace: inout Keyspace, _ call: Call) throws(Refusal) {
        guard let entry = keyspace.entry(call.key, call) else { throw .noSuchKey }
        if call.key == call[2] { return }
        _ = keyspace.remove(call.key, call)
        keyspace.set(call[2], entry, call)
    }

    private static func lifetime(_ keyspace: inout Keyspace, _ call: Call, _ of: (Int) -> Int) -> Reply {
        guard let entry = keyspace.entry(call.key, call) else { return .integer(-2) }
        return .integer(entry.expiry.map(of) ?? -1)
    }

    /// What has passed already removes the key.
    private static func expire(
        _ keyspace: inout Keyspace,
        _ call: Call,
        unit: Int,
        isRelative: Bool
    ) throws(Refusal) -> Reply {
        let conditions = try ExpiryConditions(call)
        let expiry = try Expiry.instant(try call.integer(2), unit: unit, isRelative: isRelative, call)
        guard let entry = keyspace.entry(call.key, call), conditions.allow(expiry, insteadOf: entry.expiry) else {
            return .integer(0)
        }
        if expiry <= call.now {
            _ = keyspace.remove(call.key, call)
        } else {
            keyspace.setExpiry(call.key, expiry, call)
        }
        return .integer(1)
    }
}

/// `NX`, `XX`, `GT` and `LT` behind an expiry.
private struct ExpiryConditions {
    private var names: Set<String> = []

    init(_ call: Call) throws(Refusal) {
        for word in call.words.dropFirst(3) {
            guard ["nx", "xx", "gt", "lt"].contains(word.lowercased) else {
                throw Refusal("ERR Unsupported option \(word.text)")
            }
            names.insert(word.lowercased)
        }
        if names.contains("nx"), names.count > 1 {
            throw Refusal("ERR NX and XX, GT or LT options at the same time are not compatible")
        }
        if names.isSuperset(of: ["gt", "lt"]) {
            throw Refusal("ERR GT and LT options at the same time are not compatible")
        }
    }

    /// A key that does not expire lives for ever, which is later than any instant.
    func allow(_ new: Int, insteadOf old: Int?) -> Bool {
        if names.contains("nx"), old != nil { return false }
        if names.contains("xx"), old == nil { return false }
        if names.contains("gt"), new <= old ?? .max { return false }
        if names.contains("lt"), new >= old ?? .max { return false }
        return true
    }
}

/// When a key expires, from what a command says.
enum Expiry {
    /// Milliseconds since 1970, from a number of `unit` milliseconds each.
    static func instant(_ number: Int, unit: Int, isRelative: Bool, _ call: Call) throws(Refusal) -> Int {
        let (product, isTooLarge) = number.multipliedReportingOverflow(by: unit)
        let (sum, overflows) = product.addingReportingOverflow(isRelative ? call.now : 0)
        if isTooLarge || overflows { throw .invalidExpiry(call.name) }
        return sum
    }
}
