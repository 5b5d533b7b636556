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
