import JSON

/// A condition on an item: what `ConditionExpression`, `FilterExpression` and `KeyConditionExpression` say.
indirect enum Condition: Sendable {
    case and(Condition, Condition)
    case or(Condition, Condition)
    case not(Condition)
    case compare(Operand, Comparator, Operand)
    case between(Operand, Operand, Operand)
    case among(Operand, [Operand])
    case exists(DocumentPath)
    case notExists(DocumentPath)
    case hasType(Operand, AttributeType)
    case beginsWith(Operand, Operand)
    case contains(Operand, Operand)
}

enum Comparator: String, Sendable {
    case equal = "="
    case notEqual = "<>"
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="

    /// The one that says the same with its operands exchanged.
    var mirrored: Comparator {
        switch self {
        case .equal, .notEqual: self
        case .less: .greater
        case .lessOrEqual: .greaterOrEqual
        case .greater: .less
        case .greaterOrEqual: .lessOrEqual
        }
    }
}

indirect enum Operand: Sendable {
    case path(DocumentPath)
    case value(AttributeValue)
    case size(Operand)
}

extension Operand {
    func value(in item: AttributeMap) -> AttributeValue? {
        switch self {
        case .path(let path): path.value(in: item)
        case .value(let value): value
        case .size(let operand): operand.value(in: item)?.sizeInExpressions.map { .number(Number($0)) }
        }
    }
}

extension AttributeValue {
    /// What `size()` gives: the length of a string in UTF-16, as Java has it, bytes of a binary, elements of the rest.
    /// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html
    fileprivate var sizeInExpressions: Int? {
        switch self {
        case .string(let text): text.utf16.count
        case .binary(let bytes): bytes.count
        case .stringSet(let texts): texts.count
        case .numberSet(let numbers): numbers.count
        case .binarySet(let binaries): binaries.count
        case .list(let values): values.count
        case .map(let map): map.count
        case .number, .bool, .null: nil
        }
    }

    func isContained(in container: AttributeValue) -> Bool {
        switch (container, self) {
        case (.string(let text), .string(let part)): Array(text.utf8).contains(run: Array(part.utf8))
        case (.binary(let bytes), .binary(let part)): bytes.contains(run: part)
        case (.stringSet(let texts), .string(let text)): texts.contains { $0.hasSameBytes(as: text) }
        case (.numberSet(let numbers), .number(let number)): numbers.contains(number)
        case (.binarySet(let binaries), .binary(let bytes)): binaries.contains(bytes)
        case (.list(let values), let value): values.contains { $0 == value }
        default: false
        }
    }

    func begins(with prefix: AttributeValue) -> Bool {
        switch (self, prefix) {
        case (.string(let text), .string(let prefix)): text.utf8.starts(with: prefix.utf8)
        case (.binary(let bytes), .binary(let prefix)): bytes.starts(with: prefix)
        default: false
        }
    }
}

extension [UInt8] {
    fileprivate func contains(run: [UInt8]) -> Bool {
        guard let first = run.first else { return true }
        guard run.count <= count else { return false }
        return indices.prefix(count - run.count + 1).contains { self[$0] == first && self[$0...].starts(with: run) }
    }
}

extension Condition {
    /// Whether the condition holds for an item. Where a value is missing or of the wrong type nothing holds but `<>`
    /// and `attribute_not_exists`.
    func holds(for item: AttributeMap) -> Bool {
        switch self {
        case .and(let left, let right): return left.holds(for: item) && right.holds(for: item)
        case .or(let left, let right): return left.holds(for: item) || right.holds(for: item)
        case .not(let condition): return !condition.holds(for: item)
        case .compare(let left, let comparator, let right):
            return comparator.holds(left.value(in: item), right.value(in: item))
        case .between(let operand, let low, let high):
            let value = operand.value(in: item)
            return Comparator.greaterOrEqual.holds(value, low.value(in: item))
                && Comparator.lessOrEqual.holds(value, high.value(in: item))
        case .among(let operand, let choices):
            guard let value = operand.value(in: item) else { return false }
            return choices.contains { choice in choice.value(in: item).map { $0 == value } ?? false }
        case .exists(let path): return path.value(in: item) != nil
        case .notExists(let path): return path.value(in: item) == nil
        case .hasType(let operand, let type): return operand.value(in: item)?.type == type
        case .beginsWith(let operand, let prefix):
            guard let value = operand.value(in: item), let prefix = prefix.value(in: item) else { return false }
            return value.begins(with: prefix)
        case .contains(let container, let part):
            guard let container = container.value(in: item), let part = part.value(in: item) else { return false }
            return part.isContained(in: container)
        }
    }

    /// The names of the top-level attributes that the condition looks at.
    var heads: [String] { paths.map(\.head) }

    var paths: [DocumentPath] {
        switch self {
        case .and(let left, let right), .or(let left, let right): left.paths + right.paths
        case .not(let condition): condition.paths
        case .compare(let left, _, let right), .beginsWith(let left, let right), .contains(let left, let right):
            left.paths + right.paths
        case .between(let operand, let low, let high): operand.paths + low.paths + high.paths
        case .among(let operand, let choices): operand.paths + choices.flatMap(\.paths)
        case .exists(let path), .notExists(let path): [path]
        case .hasType(let operand, _): operand.paths
        }
    }
}

extension Operand {
    fileprivate var paths: [DocumentPath] {
        switch self {
        case .path(let path): [path]
        case .value: []
        case .size(let operand): operand.paths
        }
    }
}

extension Comparator {
    func holds(_ left: AttributeValue?, _ right: AttributeValue?) -> Bool {
        guard let left, let right else { return self == .notEqual }
        switch self {
        case .equal: return left == right
        case .notEqual: return left != right
        case .less: return left.precedes(right) ?? false
        case .greater: return right.precedes(left) ?? false
        case .lessOrEqual: return right.precedes(left).map { !$0 } ?? false
        case .greaterOrEqual: return left.precedes(right).map { !$0 } ?? false
        }
    }
}
