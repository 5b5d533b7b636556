/// A text in which `*` stands for any characters or none, and `\*` and `\\` for themselves.
struct Wildcard: Sendable, Hashable {
    private enum Part: Sendable, Hashable {
        case byte(UInt8)
        case any
    }

    private let parts: [Part]

    init(_ text: String) throws(EventPatternError) {
        var parts: [Part] = []
        let bytes = Array(text.utf8)
        var index = 0
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "*"):
                if parts.last == .any {
                    throw EventPatternError("Consecutive wildcard characters at pos \(index)")
                }
                parts.append(.any)
            case UInt8(ascii: "\\"):
                index += 1
                guard index < bytes.count, bytes[index] == UInt8(ascii: "*") || bytes[index] == UInt8(ascii: "\\")
                else { throw EventPatternError("Invalid escape character at pos \(index - 1)") }
                parts.append(.byte(bytes[index]))
            case let byte: parts.append(.byte(byte))
            }
            index += 1
        }
        self.parts = parts
    }

    /// Whether an event may have to be followed in too many places at once: AWS takes no rule in which more than so many
    /// beginnings of the pattern match one and the same text. Takes time in proportion to the length of the pattern.
    /// https://github.com/aws/event-ruler/blob/main/README.md#wildcard-complexity
    var isTooComplex: Bool { complexity > Self.maximumComplexity }

    private static let maximumComplexity = 10

    /// In how many places of the pattern a text can be at once: two where it comes to the first `*`. Once behind one it
    /// stays there, so the most are those of a text that has come behind all of them and then goes on as well as can be
    /// for the pieces that follow them.
    var complexity: Int {
        let pieces = parts.split(separator: .any, omittingEmptySubsequences: false).dropFirst()
        return pieces.isEmpty ? 1 : max(2, pieces.count + Prefixes(pieces).mostAtOnce)
    }

    /// Takes time in proportion to the product of both lengths at most: only the last `*` is ever tried again.
    func matches(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        var (part, index) = (0, 0)
        var star: (part: Int, index: Int)?
        while index < bytes.count {
            if part < parts.count, parts[part] == .any {
                star = (part, index)
                part += 1
            } else if part < parts.count, parts[part] == .byte(bytes[index]) {
                part += 1
                index += 1
            } else if let last = star {
                star = (last.part, last.index + 1)
                (part, index) = (last.part + 1, last.index + 1)
            } else {
                return false
            }
        }
        return parts[part...].allSatisfy { $0 == .any }
    }
}

/// The beginnings of several pieces, each once, and for each the longest other one that it ends with.
/// https://en.wikipedia.org/wiki/Aho%E2%80%93Corasick_algorithm
private struct Prefixes<Element: Hashable> {
    private var following: [[Element: Int]] = [[:]]
    /// How many of the pieces begin so.
    private var pieces = [0]

    init(_ pieces: some Sequence<some Sequence<Element>>) {
        for piece in pieces {
            var prefix = 0
            for element in piece {
                prefix = self.prefix(behind: prefix, element)
                self.pieces[prefix] += 1
            }
        }
    }

    private mutating func prefix(behind prefix: Int, _ element: Element) -> Int {
        if let next = following[prefix][element] { return next }
        following.append([:])
        pieces.append(0)
        following[prefix][element] = pieces.count - 1
        return pieces.count - 1
    }

    /// How many beginnings of pieces one text can end with.
    var mostAtOnce: Int {
        // By prefix: how many it ends with, and the longest that it ends with besides itself.
        var (count, shorter) = (pieces, [Int](repeating: 0, count: pieces.count))
        var open = [0][...]
        while let prefix = open.popFirst() {
            for (element, next) in following[prefix] {
                if prefix != 0 { shorter[next] = ending(with: element, behind: shorter[prefix], shorter) }
                count[next] += count[shorter[next]]
                open.append(next)
            }
        }
        return count.max() ?? 0
    }

    /// The longest prefix that ends with `element`, among `prefix` and those that it ends with.
    private func ending(with element: Element, behind prefix: Int, _ shorter: [Int]) -> Int {
        var prefix = prefix
        while true {
            if let next = following[prefix][element] { return next }
            if prefix == 0 { return 0 }
            prefix = shorter[prefix]
        }
    }
}
