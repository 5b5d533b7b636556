import RegularExpressions
import JSON

/// A condition on values of an event, be it JSON or a line of fields.
indirect enum FilterCondition: Sendable {
    case test(FilterSelector, FilterTest)
    case both(FilterCondition, FilterCondition)
    case either(FilterCondition, FilterCondition)

    /// `values` finds what a selector stands for: several values where it has a `*`.
    func holds(_ values: (FilterSelector) -> [JSON]) -> Bool {
        switch self {
        case .test(let selector, let test): test.holds(values(selector))
        case .both(let left, let right): left.holds(values) && right.holds(values)
        case .either(let left, let right): left.holds(values) || right.holds(values)
        }
    }

    var selectors: [FilterSelector] {
        switch self {
        case .test(let selector, _): [selector]
        case .both(let left, let right), .either(let left, let right): left.selectors + right.selectors
        }
    }
}

enum FilterTest: Sendable {
    enum Comparison: String, Sendable, CaseIterable {
        // The longer ones first, for the parser.
        case notEqual = "!="
        case atMost = "<="
        case atLeast = ">="
        case equal = "="
        case less = "<"
        case greater = ">"
    }

    enum Value: Sendable {
        case number(Double, text: String)
        case text(Wildcard)
        case regex(RegularExpression)
    }

    case compare(Comparison, Value)
    case isNull
    case isBoolean(Bool)
    case doesNotExist

    func holds(_ values: [JSON]) -> Bool {
        switch self {
        case .doesNotExist: values.isEmpty
        case .isNull: values.contains { $0.isNull }
        case .isBoolean(let flag): values.contains(.bool(flag))
        case .compare(.notEqual, let value):
            !values.isEmpty && values.allSatisfy { !Self.equal($0, value) }
        case .compare(.equal, let value): values.contains { Self.equal($0, value) }
        case .compare(let comparison, let value): values.contains { Self.compare($0, comparison, value) }
        }
    }

    private static func equal(_ json: JSON, _ value: Value) -> Bool {
        switch value {
        case .number(let number, let text): json.patternNumber.map { $0 == number } ?? (json.patternText == text)
        case .text(let wildcard): !json.isNull && wildcard.matches(json.patternText)
        case .regex(let regex): regex.matches(in: json.patternText)
        }
    }

    private static func compare(_ json: JSON, _ comparison: Comparison, _ value: Value) -> Bool {
        guard case .number(let right, _) = value, let left = json.patternNumber else { return false }
        return switch comparison {
        case .less: left < right
        case .atMost: left <= right
        case .greater: left > right
        case .atLeast: left >= right
        case .equal, .notEqual: false
        }
    }
}

extension JSON {
    /// The number, also where it is written as text: the fields of a line all are.
    var patternNumber: Double? { doubleValue ?? stringValue.flatMap(Double.init) }
}

/// A text in which `*` stands for any characters.
struct Wildcard: Sendable {
    private let parts: [[UInt8]]

    init(_ text: String) {
        parts = text.utf8.split(separator: UInt8(ascii: "*"), omittingEmptySubsequences: false).map(Array.init)
    }

    func matches(_ text: String) -> Bool {
        var rest = Array(text.utf8)[...]
        guard let first = parts.first, let last = parts.last else { return rest.isEmpty }
        guard parts.count > 1 else { return rest.elementsEqual(first) }
        guard rest.starts(with: first) else { return false }
        rest = rest.dropFirst(first.count)
        for part in parts.dropFirst().dropLast() where !part.isEmpty {
            guard let found = rest.firstRange(of: part) else { return false }
            rest = rest[found.upperBound...]
        }
        return rest.count >= last.count && rest.suffix(last.count).elementsEqual(last)
    }
}
