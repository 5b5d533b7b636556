import Wire

/// What a Query asks of the keys: one partition, and maybe a range of sort keys in it.
struct KeyCondition: Sendable {
    /// A range of sort keys.
    enum SortCondition: Sendable {
        case compare(Comparator, AttributeValue)
        case between(AttributeValue, AttributeValue)
        case beginsWith(AttributeValue)
    }

    var partition: AttributeValue
    var sort: SortCondition?

    /// What a condition says of one attribute.
    struct Clause: Sendable {
        var name: String
        var condition: SortCondition
    }

    /// The clauses of a `KeyConditionExpression`, which may be joined by `AND` alone and name one key attribute each.
    static func clauses(_ condition: Condition) throws(AWSError) -> [Clause] {
        switch condition {
        case .and(let left, let right):
            let clauses = try clauses(left) + clauses(right)
            for (index, clause) in clauses.enumerated() {
                guard !clauses[..<index].contains(where: { $0.name.hasSameBytes(as: clause.name) }) else {
                    throw .validation("KeyConditionExpressions must only contain one condition per key")
                }
            }
            return clauses
        case .compare(let left, let comparator, let right):
            guard comparator != .notEqual else { throw invalidOperator("<>") }
            return [try clause(left, comparator, right)]
        case .between(let operand, let low, let high):
            let name = try name(operand, "BETWEEN")
            return [Clause(name: name, condition: .between(try value(low), try value(high)))]
        case .beginsWith(let operand, let prefix):
            return [Clause(name: try name(operand, "begins_with"), condition: .beginsWith(try value(prefix)))]
        case .or: throw invalidOperator("OR")
        case .not: throw invalidOperator("NOT")
        case .among: throw invalidOperator("IN")
        case .exists: throw invalidOperator("attribute_exists")
        case .notExists: throw invalidOperator("attribute_not_exists")
        case .hasType: throw invalidOperator("attribute_type")
        case .contains: throw invalidOperator("contains")
        }
    }

    private static func clause(
        _ left: Operand,
        _ comparator: Comparator,
        _ right: Operand
    ) throws(AWSError) -> Clause {
        switch (left, right) {
        case (.size, _), (_, .size): throw nested
        case (.path(let path), .value(let value)):
            return Clause(name: try name(path), condition: .compare(comparator, value))
        case (.value(let value), .path(let path)):
            return Clause(name: try name(path), condition: .compare(comparator.mirrored, value))
        case (.path, .path): throw invalid("Multiple attribute names used in one condition")
        case (.value, .value): throw invalid("No key attribute specified")
        }
    }

    private static func name(_ operand: Operand, _ function: String) throws(AWSError) -> String {
        switch operand {
        case .path(let path): return try name(path)
        case .size: throw nested
        case .value: throw invalid("\(function) operator must have the key attribute as its first operand")
        }
    }

    private static func name(_ path: DocumentPath) throws(AWSError) -> String {
        guard path.elements.count == 1 else {
            throw .validation("KeyConditionExpressions cannot have conditions on nested attributes")
        }
        return path.head
    }

    private static func value(_ operand: Operand) throws(AWSError) -> AttributeValue {
        switch operand {
        case .value(let value): return value
        case .path: throw invalid("Multiple attribute names used in one condition")
        case .size: throw nested
        }
    }

    private static let nested = AWSError.validation("KeyConditionExpressions cannot contain nested operations")

    private static func invalid(_ text: String) -> AWSError {
        .validation("Invalid condition in KeyConditionExpression: \(text)")
    }

    private static func invalidOperator(_ name: String) -> AWSError {
        .validation("Invalid operator used in KeyConditionExpression: \(name)")
    }
}

extension KeyCondition {
    /// Fits clauses to the key of a table or index.
    init(_ clauses: [Clause], _ schema: KeySchema) throws(AWSError) {
        guard clauses.count <= 2 else { throw .validation("Conditions can be of length 1 or 2 only") }
        if clauses.count > 1 && schema.sort == nil { throw .validation("Query key condition not supported") }
        guard let partition = clauses.first(where: { $0.name.hasSameBytes(as: schema.partition.name) }) else {
            throw .validation("Query condition missed key schema element: \(schema.partition.name)")
        }
        try Self.check(partition, schema.partition.type)
        guard case .compare(.equal, let value) = partition.condition else {
            throw .validation("Query key condition not supported")
        }
        try schema.partition.check(value, isPartition: true)
        self.partition = value
        guard clauses.count > 1, let key = schema.sort else { return }
        guard let sort = clauses.first(where: { $0.name.hasSameBytes(as: key.name) }) else {
            throw .validation("Query condition missed key schema element: \(key.name)")
        }
        try Self.check(sort, key.type)
        self.sort = sort.condition
    }

    private static func check(_ clause: Clause, _ type: AttributeType) throws(AWSError) {
        let values =
            switch clause.condition {
            case .compare(_, let value), .beginsWith(let value): [value]
            case .between(let low, let high): [low, high]
            }
        guard values.allSatisfy({ $0.type == type }) else {
            throw .invalid("Condition parameter type does not match schema type")
        }
        if case .beginsWith = clause.condition, type == .number {
            throw .invalid("ComparisonOperator BEGINS_WITH is not valid for N AttributeValue type")
        }
        if case .between(let low, let high) = clause.condition, high.precedes(low) ?? false {
            throw .validation(
                "The BETWEEN condition was provided a range where the lower bound is greater than the upper bound"
            )
        }
    }

    /// Whether a sort key lies in the range.
    func admits(_ key: AttributeValue) -> Bool {
        switch sort {
        case nil: true
        case .compare(let comparator, let value): comparator.holds(key, value)
        case .between(let low, let high):
            Comparator.greaterOrEqual.holds(key, low) && Comparator.lessOrEqual.holds(key, high)
        case .beginsWith(let prefix): key.begins(with: prefix)
        }
    }
}
