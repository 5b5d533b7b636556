/// `MATCH`, `COUNT` and `TYPE` of the commands that go through all keys or elements.
struct ScanOptions {
    private(set) var count = 10
    private(set) var type: String?
    private var pattern: Glob?

    init(_ call: Call, from start: Int, mayHaveType: Bool = false) throws(Refusal) {
        var index = start
        while index < call.count {
            guard index + 1 < call.count else { throw .syntax }
            switch call[index].lowercased {
            case "match": pattern = Glob(call[index + 1])
            case "count":
                count = try call.integer(index + 1)
                if count < 1 { throw .syntax }
            case "type" where mayHaveType: type = call[index + 1].lowercased
            default: throw .syntax
            }
            index += 2
        }
    }

    func matches(_ key: Bytes) -> Bool { pattern?.matches(key) ?? true }
}

/// A page of keys, in the order of their hashes: a key that is there all the time comes on exactly one page, whatever
/// else comes and goes meanwhile.
enum ScanPage {
    /// Elements whose hashes are not below the cursor, and the cursor of the next page; 0 when this is the last.
    static func of<Element>(
        _ elements: [Element],
        after cursor: UInt,
        count: Int,
        by key: (Element) -> Bytes
    ) -> (elements: [Element], next: UInt) {
        let placed = elements.map { (place: place(of: key($0)), element: $0) }.filter { $0.place >= cursor }
            .sorted { $0.place < $1.place }
        guard placed.count > count else { return (placed.map(\.element), 0) }
        let next = placed[count].place
        // Those with the hash of the next page's first belong to that page.
        let page = placed.prefix { $0.place < next }
        if !page.isEmpty { return (page.map(\.element), next) }
        let same = placed.prefix { $0.place == next }
        return (same.map(\.element), placed.dropFirst(same.count).first?.place ?? 0)
    }

    /// FNV-1a; never 0, which stands for the beginning and the end.
    private static func place(of key: Bytes) -> UInt {
        let hash = key.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        return UInt(max(1, (hash ^ (hash >> 32)) >> 16))
    }
}

/// A pattern with `*`, `?`, `[a-z]`, `[^a]` and `\`, as Redis matches keys.
struct Glob: Sendable {
    private let pattern: Bytes

    init(_ pattern: Bytes) { self.pattern = pattern }

    func matches(_ text: Bytes) -> Bool { Self.matches(pattern[...], text[...]) }

    /// Goes back to the last star alone, so that time is at most the product of both lengths.
    private static func matches(_ pattern: ArraySlice<UInt8>, _ text: ArraySlice<UInt8>) -> Bool {
        var (rest, left) = (pattern, text)
        var star: (pattern: ArraySlice<UInt8>, text: ArraySlice<UInt8>)?
        while true {
            if rest.first == UInt8(ascii: "*") {
                rest.removeFirst()
                star = (rest, left)
            } else if let byte = left.first, let after = one(rest, byte) {
                (rest, left) = (after, left.dropFirst())
            } else if rest.isEmpty, left.isEmpty {
                return true
            } else if let (again, from) = star, !from.isEmpty {
                star = (again, from.dropFirst())
                (rest, left) = (again, from.dropFirst())
            } else {
                return false
            }
        }
    }

    /// The pattern behind what matches one byte; `nil` when it does not.
    private static func one(_ pattern: ArraySlice<UInt8>, _ byte: UInt8) -> ArraySlice<UInt8>? {
        guard let first = pattern.first else { return nil }
        let rest = pattern.dropFirst()
        switch first {
        case UInt8(ascii: "?"): return rest
        case UInt8(ascii: "["): return choice(rest, byte)
        case UInt8(ascii: "\\"):
            guard let escaped = rest.first else { return byte == first ? rest : nil }
            return byte == escaped ? rest.dropFirst() : nil
        default: return byte == first ? rest : nil
        }
    }

    private static func choice(_ pattern: ArraySlice<UInt8>, _ byte: UInt8) -> ArraySlice<UInt8>? {
        var rest = pattern
        let isNegated = rest.first == UInt8(ascii: "^")
        if isNegated { rest.removeFirst() }
        var isFound = false
        while let low = rest.popFirst(), low != UInt8(ascii: "]") {
            if low == UInt8(ascii: "\\"), let escaped = rest.popFirst() {
                isFound = isFound || byte == escaped
            } else if rest.first == UInt8(ascii: "-"), let high = rest.dropFirst().first {
                rest = rest.dropFirst(2)
                isFound = isFound || (min(low, high)...max(low, high)).contains(byte)
            } else {
                isFound = isFound || byte == low
            }
        }
        return isFound != isNegated ? rest : nil
    }
}
