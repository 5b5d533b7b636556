import JSON
import Wire

/// What a Query asks of the keys: one partition, and maybe a range of sort keys in it.
struct KeyCondition: Sendable {
    /// A range of the values of one attribute.
    enum Range: Sendable {
        case compare(Comparator, AttributeValue)
        case between(AttributeValue, AttributeValue)
        case beginsWith(AttributeValue)
    }

    var partition: [AttributeValue]
    /// The values of the first attributes of a sort key that has several.
    var leading: [AttributeValue]
    /// What is asked of the attribute behind those.
    var range: Range?
    let schema: KeySchema

    /// What a condition says of one attribute.
    struct Clause: Sendable {
        var name: String
        /// `nil` for one that keys cannot have, which is told once the table is known.
        var condition: Range?
    }

    /// The clauses of a `KeyConditionExpression`, which may be joined by `AND` alone and name one key attribute each.
    static func clauses(_ condition: Condition) throws(AWSError) -> [Clause] {
        switch condition {
        case .and(let left, let right):
            let clauses = try clauses(left) + clauses(right)
            for (index, clause) in clauses.enumerated() {
                guard !clauses[..<index].contains(where: { $0.name.hasSameBytes(as: clause.name) }) else {
                    throw .validation(
                        "Invalid KeyConditionExpression: "
                            + "KeyConditionExpressions must only contain one condition per key"
                    )
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
            throw .validation(
                "Invalid KeyConditionExpression: "
                    + "KeyConditionExpressions cannot have conditions on nested attributes"
            )
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

    private static let nested = AWSError.validation(
        "Invalid KeyConditionExpression: KeyConditionExpressions cannot contain nested operations"
    )

    private static func invalid(_ text: String) -> AWSError {
        .validation("Invalid KeyConditionExpression: Invalid condition in KeyConditionExpression: \(text)")
    }

    private static func invalidOperator(_ name: String) -> AWSError {
        .validation("Invalid KeyConditionExpression: Invalid operator used in KeyConditionExpression: \(name)")
    }
}

extension KeyCondition {
    /// Fits clauses to the key of a table or index.
    init(_ clauses: [Clause], _ schema: KeySchema, isLegacy: Bool) throws(AWSError) {
        self.schema = schema
        leading = []
        guard clauses.count <= max(2, schema.attributes.count) else {
            throw .validation(
                isLegacy
                    ? "Conditions can be of length 1 or 2 only"
                    : "The number of query conditions (\(clauses.count)) exceeds "
                        + "the number of key attributes defined in the schema (\(schema.attributes.count))"
            )
        }
        if clauses.count > 1 && schema.attributes.count == 1 {
            throw .validation("Query key condition not supported")
        }
        partition = try Self.partition(clauses, schema)
        let others = clauses.filter { clause in !schema.partition.contains { $0.name.hasSameBytes(as: clause.name) } }
        for (position, attribute) in schema.sort.enumerated() {
            guard let clause = others.first(where: { $0.name.hasSameBytes(as: attribute.name) }) else { break }
            try Self.check(clause, attribute.type)
            range = clause.condition
            guard case .compare(.equal, let value) = clause.condition else { break }
            try attribute.check(value, isPartition: false)
            guard position + 1 < schema.sort.count else { break }
            leading.append(value)
            range = nil
        }
        guard leading.count + (range == nil ? 0 : 1) == others.count else {
            if schema.sort.count > 1 {
                throw .validation(
                    "Conditions on RANGE key attributes must follow the order of the key schema without gaps, "
                        + "and all but the last one must be equality conditions: "
                        + schema.sort.map(\.name).joined(separator: ", ")
                )
            }
            throw .validation("Query condition missed key schema element: \(schema.sort.first?.name ?? "")")
        }
    }

    private static func partition(_ clauses: [Clause], _ schema: KeySchema) throws(AWSError) -> [AttributeValue] {
        var values: [AttributeValue] = []
        for attribute in schema.partition {
            guard let clause = clauses.first(where: { $0.name.hasSameBytes(as: attribute.name) }) else {
                throw missing(attribute, schema)
            }
            try check(clause, attribute.type)
            guard case .compare(.equal, let value) = clause.condition else {
                throw schema.partition.count > 1
                    ? missing(attribute, schema) : .validation("Query key condition not supported")
            }
            try attribute.check(value, isPartition: true)
            values.append(value)
        }
        return values
    }

    private static func missing(_ attribute: KeyAttribute, _ schema: KeySchema) -> AWSError {
        schema.partition.count > 1
            ? .validation("Every HASH key attribute needs an equality condition: \(attribute.name)")
            : .validation("Query condition missed key schema element: \(attribute.name)")
    }

    private static func check(_ clause: Clause, _ type: AttributeType) throws(AWSError) {
        guard let condition = clause.condition else {
            throw .validation("Attempted conditional constraint is not an indexable operation")
        }
        let values =
            switch condition {
            case .compare(_, let value), .beginsWith(let value): [value]
            case .between(let low, let high): [low, high]
            }
        guard values.allSatisfy({ $0.type == type }) else {
            throw .invalid("Condition parameter type does not match schema type")
        }
        if case .beginsWith = condition, type == .number {
            throw .invalid("ComparisonOperator BEGINS_WITH is not valid for N AttributeValue type")
        }
        if case .between(let low, let high) = condition, high.precedes(low) ?? false {
            throw .validation(
                "The BETWEEN condition was provided a range where the lower bound is greater than the upper bound"
            )
        }
    }

    /// Whether a key is one of the partition.
    func isInPartition(_ key: AttributeMap) -> Bool {
        zip(schema.partition, partition).allSatisfy { attribute, value in
            key[attribute.name].map { $0 == value } ?? false
        }
    }

    /// Whether the sort key of `key` lies in the range.
    func admits(_ key: AttributeMap) -> Bool {
        let values = schema.sort.compactMap { key[$0.name] }
        guard values.count == schema.sort.count, zip(leading, values).allSatisfy({ $0 == $1 }) else { return false }
        guard let range else { return true }
        return range.admits(values[leading.count])
    }
}

extension KeyCondition.Range {
    fileprivate func admits(_ value: AttributeValue) -> Bool {
        switch self {
        case .compare(let comparator, let other): comparator.holds(value, other)
        case .between(let low, let high):
            Comparator.greaterOrEqual.holds(value, low) && Comparator.lessOrEqual.holds(value, high)
        case .beginsWith(let prefix): value.begins(with: prefix)
        }
    }
}
