import EventPatterns
import JSON
import Time
import Wire

/// One test of a policy statement's `Condition`: `{"IpAddress": {"aws:SourceIp": ["10.0.0.0/8"]}}`.
///
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
struct PolicyCondition: Sendable {
    /// How a value of the request compares with one of the policy.
    private enum Comparison: Sendable {
        case null
        case text(@Sendable (String, String) -> Bool)
        case number(@Sendable (Double, Double) -> Bool)
        case date(@Sendable (Double, Double) -> Bool)
        case address
    }

    private let comparison: Comparison
    private let isNegated: Bool
    private let holdsWithoutValue: Bool
    private let key: String
    private let values: [String]

    /// All the tests of a `Condition`. Throws what is not known.
    static func all(_ document: JSON) throws(Refusal) -> [PolicyCondition] {
        guard let operators = document.objectValue else {
            throw .authorizerReply("a Condition of the policy is no object")
        }
        var conditions: [PolicyCondition] = []
        for test in operators.members {
            guard let keys = test.value.objectValue else {
                throw .authorizerReply("\(test.key) of a Condition is no object")
            }
            for wanted in keys.members {
                conditions.append(try PolicyCondition(test.key, wanted.key, wanted.value))
            }
        }
        return conditions
    }

    private init(_ name: String, _ key: String, _ wanted: JSON) throws(Refusal) {
        let isOptional = name.hasSuffix("IfExists") && name != "NullIfExists"
        let plain = isOptional ? String(name.dropLast("IfExists".count)) : name
        isNegated = Self.negated.contains(plain)
        guard let comparison = Self.comparison(isNegated ? plain.replacing("Not", with: "") : plain) else {
            throw .authorizerReply("Hearth does not evaluate the condition operator \(name)")
        }
        self.key = key.lowercased()
        guard PolicyContext.keys.contains(self.key) else {
            throw .authorizerReply("Hearth does not evaluate the condition key \(key)")
        }
        self.comparison = comparison
        holdsWithoutValue = isOptional || isNegated
        let texts = (wanted.arrayValue ?? [wanted]).map(Self.text)
        values = texts.compactMap { $0 }
        guard values.count == texts.count else { throw .authorizerReply("a value of \(name) is no text") }
    }

    private static func text(_ value: JSON) -> String? {
        switch value {
        case .string(let text), .number(let text): text
        case .bool(let flag): flag ? "true" : "false"
        default: nil
        }
    }

    private static let negated: Set<String> = [
        "StringNotEquals", "StringNotEqualsIgnoreCase", "StringNotLike", "NumericNotEquals", "DateNotEquals",
        "NotIpAddress",
    ]

    private static func comparison(_ name: String) -> Comparison? {
        switch name {
        case "Null": .null
        case "StringEquals": .text { $0 == $1 }
        case "StringEqualsIgnoreCase", "Bool": .text { $0.lowercased() == $1.lowercased() }
        case "StringLike": .text { Wildcards.match(Array($1.utf8), Array($0.utf8)) }
        case "NumericEquals": .number { $0 == $1 }
        case "NumericLessThan": .number { $0 < $1 }
        case "NumericLessThanEquals": .number { $0 <= $1 }
        case "NumericGreaterThan": .number { $0 > $1 }
        case "NumericGreaterThanEquals": .number { $0 >= $1 }
        case "DateEquals": .date { $0 == $1 }
        case "DateLessThan": .date { $0 < $1 }
        case "DateLessThanEquals": .date { $0 <= $1 }
        case "DateGreaterThan": .date { $0 > $1 }
        case "DateGreaterThanEquals": .date { $0 >= $1 }
        case "IpAddress": .address
        default: nil
        }
    }

    /// Without a value in the request, what asks for another one holds, and what need not be there.
    func holds(in context: PolicyContext) -> Bool {
        let value = context.value(of: key)
        if case .null = comparison { return values.contains(value == nil ? "true" : "false") }
        guard let value else { return holdsWithoutValue }
        return values.contains { matches(value, $0) } != isNegated
    }

    private func matches(_ value: String, _ wanted: String) -> Bool {
        switch comparison {
        case .null: false
        case .text(let compare): compare(value, wanted)
        case .number(let compare): Self.compare(Double(value), Double(wanted), compare)
        case .date(let compare): Self.compare(Self.seconds(value), Self.seconds(wanted), compare)
        case .address: Self.range(wanted)?.contains(value) ?? false
        }
    }

    private static func compare(_ value: Double?, _ wanted: Double?, _ compare: (Double, Double) -> Bool) -> Bool {
        guard let value, let wanted else { return false }
        return compare(value, wanted)
    }

    /// Since 1970, of an ISO 8601 date, with a time of day or without, or of such seconds.
    private static func seconds(_ text: String) -> Double? {
        Double(text) ?? Timestamp(iso8601: text.utf8.count == 10 ? text + "T00:00:00Z" : text)?.secondsSinceEpoch
    }

    /// An address alone is a range of one.
    private static func range(_ text: String) -> AddressRange? {
        try? AddressRange(text.contains("/") ? text : text + (text.contains(":") ? "/128" : "/32"))
    }
}
