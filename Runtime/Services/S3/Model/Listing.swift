import Wire

/// Gathers a page of a list of keys, which come in the order of their bytes: those that share what stands between prefix and
/// delimiter are told once.
struct Listing<Element> {
    enum Step: Equatable {
        case next
        /// Goes on with the first key that is not below this.
        case skip(to: [UInt8])
        case stop
    }

    enum Item { case element(Element), prefix(String) }

    private let prefix: [UInt8]
    private let delimiter: [UInt8]
    private let after: [UInt8]
    private let limit: Int
    /// The key that is `after` is wanted, too.
    private let isInclusive: Bool
    private(set) var items: [Item] = []
    private(set) var isTruncated = false
    /// The key or common prefix that was taken last.
    private(set) var last: String?
    private var lastPrefix: [UInt8]?

    /// `after`: what is listed comes behind it; keys that share a prefix with it have been told when it is that prefix.
    init(prefix: String, delimiter: String, after: String, limit: Int, isInclusive: Bool = false) {
        self.isInclusive = isInclusive
        self.prefix = Array(prefix.utf8)
        self.delimiter = Array(delimiter.utf8)
        self.after = Array(after.utf8)
        self.limit = limit
    }

    /// Where to begin: no key before it is wanted.
    var start: [UInt8] {
        if !delimiter.isEmpty, commonPrefix(after)?.count == after.count { return Self.successor(after) }
        return prefix.lexicographicallyPrecedes(after) ? after : prefix
    }

    /// What stands up to the first delimiter behind the prefix.
    private func commonPrefix(_ key: [UInt8]) -> [UInt8]? {
        guard !delimiter.isEmpty, key.starts(with: prefix), key.count >= prefix.count + delimiter.count else {
            return nil
        }
        for place in prefix.count...(key.count - delimiter.count) where key[place...].starts(with: delimiter) {
            return Array(key[..<(place + delimiter.count)])
        }
        return nil
    }

    /// The first text of bytes behind all that begin with this one.
    static func successor(_ bytes: [UInt8]) -> [UInt8] {
        var next = bytes
        while let last = next.popLast() {
            if last < 0xFF { return next + [last + 1] }
        }
        return [0xFF, 0xFF]
    }

    mutating func take(_ key: [UInt8], _ element: @autoclosure () throws -> Element) rethrows -> Step {
        guard key.starts(with: prefix) else { return prefix.lexicographicallyPrecedes(key) ? .stop : .skip(to: prefix) }
        if key == after, !isInclusive { return .next }
        let common = commonPrefix(key)
        if let common, common == lastPrefix { return .skip(to: Self.successor(common)) }
        guard items.count < limit else {
            isTruncated = limit > 0
            return .stop
        }
        if let common {
            let text = String(decoding: common, as: UTF8.self)
            items.append(.prefix(text))
            (last, lastPrefix) = (text, common)
            return .skip(to: Self.successor(common))
        }
        items.append(.element(try element()))
        last = String(decoding: key, as: UTF8.self)
        return .next
    }

    var elements: [Element] { items.compactMap { if case .element(let element) = $0 { element } else { nil } } }

    var prefixes: [String] { items.compactMap { if case .prefix(let prefix) = $0 { prefix } else { nil } } }
}

/// How keys stand in replies.
struct KeyEncoding {
    private let isURL: Bool

    init(_ call: Call) throws(AWSError) {
        let type = call.query["encoding-type"]
        guard type == nil || type == "url" || type == "" else {
            throw .invalidArgument("Invalid Encoding Method specified in Request", "encoding-type", type ?? "")
        }
        isURL = type == "url"
    }

    var name: String? { isURL ? "url" : nil }

    func callAsFunction(_ key: String) -> String { isURL ? Self.encode(key) : key }

    func optional(_ key: String?) -> String? { key.map { callAsFunction($0) } }

    /// As for a form, but for the slash: also what keys in events are.
    static func encode(_ key: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var encoded: [UInt8] = []
        for byte in key.utf8 {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "*"), UInt8(ascii: "/"):
                encoded.append(byte)
            case 0x20: encoded.append(UInt8(ascii: "+"))
            default: encoded += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }
}
