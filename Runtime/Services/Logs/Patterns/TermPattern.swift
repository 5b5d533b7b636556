import RegularExpressions

/// Words that a message must have, may have one of, or must not have.
struct TermPattern: Sendable {
    enum Term: Sendable {
        case text(String)
        case regex(RegularExpression)

        func isIn(_ message: String) -> Bool {
            switch self {
            case .text(let text): text.isEmpty || message.utf8Contains(text)
            case .regex(let regex): regex.matches(in: message)
            }
        }
    }

    var required: [Term] = []
    /// One of these is enough. Not looked at beside required or excluded ones, as on AWS.
    var alternatives: [Term] = []
    var excluded: [Term] = []

    func matches(_ message: String) -> Bool {
        guard required.allSatisfy({ $0.isIn(message) }), !excluded.contains(where: { $0.isIn(message) }) else {
            return false
        }
        if !required.isEmpty || !excluded.isEmpty || alternatives.isEmpty { return true }
        return alternatives.contains { $0.isIn(message) }
    }
}

extension String {
    /// Whether the bytes of another text stand somewhere in this one.
    fileprivate func utf8Contains(_ other: String) -> Bool {
        var (text, other) = (self, other)
        return text.withUTF8 { text in
            other.withUTF8 { other in
                guard let first = other.first, text.count >= other.count else { return other.isEmpty }
                return (0...(text.count - other.count)).contains { start in
                    text[start] == first && text[start..<(start + other.count)].elementsEqual(other)
                }
            }
        }
    }
}
