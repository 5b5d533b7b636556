import JSON
import Wire

/// `Expected`, `QueryFilter`, `ScanFilter` and `KeyConditions`, which condition expressions have replaced.
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LegacyConditionalParameters.html
enum LegacyConditions {
    /// The condition of a write; `nil` without one.
    static func expected(_ input: JSON.Object) throws(AWSError) -> Condition? {
        guard let expected = input["Expected"]?.objectValue else {
            try checkOperatorHasConditions(input, 0)
            return nil
        }
        var conditions: [Condition] = []
        for member in expected.members { conditions.append(try Self.expected(member.key, member.value)) }
        try checkOperatorHasConditions(input, conditions.count)
        return join(conditions, input)
    }

    /// The filter of a Query or Scan; `nil` without one.
    static func filter(
        _ input: JSON.Object,
        _ parameter: String,
        _ wording: Wording = .current
    ) throws(AWSError) -> Condition? {
        guard let filter = input[parameter]?.objectValue else {
            try checkOperatorHasConditions(input, 0)
            return nil
        }
        var conditions: [Condition] = []
        for member in filter.members {
            let values = try values(member.value["AttributeValueList"], wording)
            let name = member.value["ComparisonOperator"]?.stringValue ?? ""
            conditions.append(try condition(member.key, name, values))
        }
        try checkOperatorHasConditions(input, conditions.count)
        return join(conditions, input)
    }

    /// The clauses of `KeyConditions`; `nil` without it.
    static func key(_ input: JSON.Object) throws(AWSError) -> [KeyCondition.Clause]? {
        guard let conditions = input["KeyConditions"]?.objectValue else { return nil }
        var clauses: [KeyCondition.Clause] = []
        for member in conditions.members {
            let values = try values(member.value["AttributeValueList"])
            let name = member.value["ComparisonOperator"]?.stringValue ?? ""
            try check(name, values)
            clauses.append(KeyCondition.Clause(name: member.key, condition: range(name, values)))
        }
        guard !clauses.isEmpty else { throw .validation("Conditions can be of length 1 or 2 only") }
        return clauses
    }

    private static func range(_ name: String, _ values: [AttributeValue]) -> KeyCondition.Range? {
        if let comparator = comparators[name], comparator != .notEqual { return .compare(comparator, values[0]) }
        switch name {
        case "BETWEEN": return .between(values[0], values[1])
        case "BEGINS_WITH": return .beginsWith(values[0])
        default: return nil
        }
    }

    private static func checkOperatorHasConditions(_ input: JSON.Object, _ count: Int) throws(AWSError) {
        guard ExpressionParameters.isPresent("ConditionalOperator", input), count == 0 else { return }
        throw .validation("ConditionalOperator cannot be used without Filter or Expected")
    }

    private static func join(_ conditions: [Condition], _ input: JSON.Object) -> Condition? {
        guard let first = conditions.first else { return nil }
        let isOr = input["ConditionalOperator"] == "OR"
        return conditions.dropFirst().reduce(first) { isOr ? .or($0, $1) : .and($0, $1) }
    }

    // MARK: One attribute

    private static func expected(_ name: String, _ json: JSON) throws(AWSError) -> Condition {
        let list = json["AttributeValueList"]?.nonNull
        let value = json["Value"]?.nonNull
        let comparison = json["ComparisonOperator"]?.stringValue
        let exists = json["Exists"]?.boolValue
        if list != nil && value != nil {
            throw .invalid("Value and AttributeValueList cannot be used together for Attribute: \(name)")
        }
        guard let comparison else {
            if list != nil {
                throw .invalid("AttributeValueList can only be used with a ComparisonOperator for Attribute: \(name)")
            }
            return try existence(name, value, exists)
        }
        if exists != nil {
            throw .invalid("Exists and ComparisonOperator cannot be used together for Attribute: \(name)")
        }
        if comparison != "NULL" && comparison != "NOT_NULL" && list == nil && value == nil {
            throw .invalid(
                "Value or AttributeValueList must be used with ComparisonOperator: \(comparison) for Attribute: \(name)"
            )
        }
        return try condition(name, comparison, try values(list ?? value.map { .array([$0]) }))
    }

    private static func existence(_ name: String, _ value: JSON?, _ exists: Bool?) throws(AWSError) -> Condition {
        let path = DocumentPath(name: name)
        if exists ?? true {
            guard let value else {
                throw .invalid(
                    "Value must be provided when Exists is \(exists.map { "\($0)" } ?? "null") for Attribute: \(name)"
                )
            }
            return .compare(.path(path), .equal, .value(try AttributeValue(value)))
        }
        guard value == nil else {
            throw .invalid("Value cannot be used when Exists is false for Attribute: \(name)")
        }
        return .notExists(path)
    }

    private static func condition(
        _ name: String,
        _ comparison: String,
        _ values: [AttributeValue]
    ) throws(AWSError) -> Condition {
        try check(comparison, values)
        let operand = Operand.path(DocumentPath(name: name))
        if let comparator = comparators[comparison] { return .compare(operand, comparator, .value(values[0])) }
        switch comparison {
        case "NULL": return .notExists(DocumentPath(name: name))
        case "NOT_NULL": return .exists(DocumentPath(name: name))
        case "CONTAINS": return .contains(operand, .value(values[0]))
        // An attribute that is not there contains nothing, and does not pass.
        case "NOT_CONTAINS":
            return .and(.exists(DocumentPath(name: name)), .not(.contains(operand, .value(values[0]))))
        case "BEGINS_WITH": return .beginsWith(operand, .value(values[0]))
        case "BETWEEN": return .between(operand, .value(values[0]), .value(values[1]))
        default: return .among(operand, values.map { .value($0) })
        }
    }

    private static func values(_ json: JSON?, _ wording: Wording = .current) throws(AWSError) -> [AttributeValue] {
        var values: [AttributeValue] = []
        for value in json?.arrayValue ?? [] { values.append(try AttributeValue(value, wording)) }
        return values
    }

    // MARK: Operators

    private static let comparators: [String: Comparator] = [
        "EQ": .equal, "NE": .notEqual, "LT": .less, "LE": .lessOrEqual, "GT": .greater, "GE": .greaterOrEqual,
    ]

    private static let counts: [String: ClosedRange<Int>] = [
        "NULL": 0...0, "NOT_NULL": 0...0, "BETWEEN": 2...2, "IN": 1...Int.max,
    ]

    private static func check(_ name: String, _ values: [AttributeValue]) throws(AWSError) {
        guard (counts[name] ?? 1...1).contains(values.count) else {
            throw .invalid("Invalid number of argument(s) for the \(name) ComparisonOperator")
        }
        if let first = values.first, values.contains(where: { $0.type != first.type }) {
            throw .invalid("AttributeValues inside AttributeValueList must be of same type")
        }
        for value in values where !isAllowed(value.type, name) {
            throw .invalid(
                "ComparisonOperator \(name) is not valid for \(value.type.rawValue) AttributeValue type"
            )
        }
        if name == "BETWEEN", values[1].precedes(values[0]) ?? false {
            throw .validation(
                "The BETWEEN condition was provided a range where the lower bound is greater than the upper bound"
            )
        }
    }

    private static func isAllowed(_ type: AttributeType, _ name: String) -> Bool {
        switch name {
        case "EQ", "NE": true
        case "BEGINS_WITH": type == .string || type == .binary
        default: type.isScalar
        }
    }
}
