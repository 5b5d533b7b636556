import Wire

/// Names in the order of their first appearance, each with all its values.
struct MultiValues {
    struct Entry {
        var name: String
        var first: String
        /// The values behind the first.
        var others: [String] = []

        var last: String { others.last ?? first }
    }

    private(set) var entries: [Entry] = []

    /// Past this many names, looking one up in a list costs more than in a dictionary.
    private static let longList = 24

    init(_ pairs: some Collection<(name: String, value: String)>, ignoringCase: Bool) {
        entries.reserveCapacity(pairs.count)
        var index: [[UInt8]: Int] = [:]
        for (name, value) in pairs {
            let known =
                if pairs.count > Self.longList {
                    index[Self.key(name, ignoringCase)]
                } else {
                    entries.firstIndex { Self.same($0.name, name, ignoringCase) }
                }
            if let known {
                entries[known].others.append(value)
            } else {
                if pairs.count > Self.longList { index[Self.key(name, ignoringCase)] = entries.count }
                entries.append(Entry(name: name, first: value))
            }
        }
    }

    init(_ headers: HTTPHeaders) {
        self.init(headers.fields.lazy.map { ($0.name, $0.value) }, ignoringCase: true)
    }

    private static func same(_ lhs: String, _ rhs: String, _ ignoringCase: Bool) -> Bool {
        ignoringCase ? HTTPHeaders.same(lhs, rhs) : lhs.utf8.elementsEqual(rhs.utf8)
    }

    private static func key(_ name: String, _ ignoringCase: Bool) -> [UInt8] {
        Array((ignoringCase ? name.lowercased() : name).utf8)
    }
}
