import JSON

/// One of the values that a field may have.
indirect enum Matcher: Sendable, Hashable {
    /// A text, number, boolean or null.
    case equal(JSON)
    case equalIgnoringCase(String)
    case prefix(String)
    case prefixIgnoringCase(String)
    case suffix(String)
    case suffixIgnoringCase(String)
    case wildcard(Wildcard)
    case address(AddressRange)
    case numeric(NumericRange)
    /// Whether the field is there, with whatever value.
    case exists(Bool)
    /// A value that none of these matches.
    case anythingBut([Matcher])

    /// `value` is no array and no object.
    func matches(_ value: JSON) -> Bool {
        switch self {
        case .exists(let exists): exists
        case .anythingBut(let matchers): !matchers.contains { $0.matches(value) }
        case .numeric(let range): value.doubleValue.map(range.contains) ?? false
        case .equal(let expected): Self.equal(expected, value)
        default: value.stringValue.map(matches) ?? false
        }
    }

    /// Texts are equal byte for byte, numbers when they are spelt the same.
    private static func equal(_ expected: JSON, _ value: JSON) -> Bool {
        switch (expected, value) {
        case (.string(let expected), .string(let text)): expected.utf8.elementsEqual(text.utf8)
        case (.number(let expected), .number(let text)): expected == text
        case (.bool(let expected), .bool(let flag)): expected == flag
        case (.null, .null): true
        default: false
        }
    }

    private func matches(_ text: String) -> Bool {
        switch self {
        case .equalIgnoringCase(let other): text.lowercased() == other.lowercased()
        case .prefix(let prefix): text.utf8.starts(with: prefix.utf8)
        case .prefixIgnoringCase(let prefix): text.lowercased().utf8.starts(with: prefix.lowercased().utf8)
        case .suffix(let suffix): text.utf8.reversed().starts(with: suffix.utf8.reversed())
        case .suffixIgnoringCase(let suffix):
            text.lowercased().utf8.reversed().starts(with: suffix.lowercased().utf8.reversed())
        case .wildcard(let wildcard): wildcard.matches(text)
        case .address(let range): range.contains(text)
        case .equal, .numeric, .exists, .anythingBut: false
        }
    }
}
