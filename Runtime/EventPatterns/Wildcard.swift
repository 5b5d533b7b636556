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
    /// beginnings of the pattern match one and the same text.
    /// https://github.com/aws/event-ruler/blob/main/README.md#wildcard-complexity
    var isTooComplex: Bool {
        var (seen, open): (Set<Set<Int>>, [Set<Int>]) = ([], [places(reaching: [0])])
        while let places = open.popLast(), seen.count < Self.maximumStates {
            guard places.count <= Self.maximumComplexity else { return true }
            for byte in alphabet {
                let next = self.places(after: places, byte)
                if !next.isEmpty, seen.insert(next).inserted { open.append(next) }
            }
        }
        return false
    }

    private static let maximumComplexity = 10
    /// What is more ramified than any pattern with few wildcards is not followed to its end.
    private static let maximumStates = 10_000

    /// The bytes of the pattern, and one that stands for all others.
    private var alphabet: Set<Part> { Set(parts).union([.any]) }

    /// How many parts of the pattern may have been matched when one byte more has come. The empty beginning is none.
    private func places(after places: Set<Int>, _ byte: Part) -> Set<Int> {
        var next: Set<Int> = []
        for place in places {
            if place > 0, parts[place - 1] == .any { next.insert(place) }
            if place < parts.count, parts[place] == byte, byte != .any { next.insert(place + 1) }
        }
        return self.places(reaching: next)
    }

    /// With those that a `*` which stands for nothing leads to.
    private func places(reaching places: Set<Int>) -> Set<Int> {
        var all = places
        for place in places where place < parts.count && parts[place] == .any { all.insert(place + 1) }
        return all
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
