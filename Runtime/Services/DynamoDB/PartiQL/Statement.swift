import JSON
import Wire

/// A PartiQL statement.
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.html
struct Statement: Sendable {
    enum Kind: Sendable {
        case select(Selection)
        case insert(AttributeMap)
        case update([Update.Action])
        case delete
        /// In transactions: whether there is such an item.
        case exists
    }

    struct Selection: Sendable {
        /// `nil` for all attributes.
        var paths: [DocumentPath]?
        var indexName: String?
        /// By a sort key.
        var order: (name: String, isForward: Bool)?
    }

    var tableName: String
    var kind: Kind
    var condition: Condition?
    /// In the words of `ReturnValues`.
    var returnValues: String?

    var isRead: Bool { if case .select = kind { true } else { false } }
}

/// What is wrong with a statement.
enum StatementError: Error {
    case malformed(String)
    case parameters
    case values(AWSError)

    var asAWSError: AWSError {
        switch self {
        case .malformed(let reason): .validation("Statement wasn't well formed, can't be processed: \(reason)")
        case .parameters: .validation("Number of parameters in request and statement don't match.")
        case .values(let error): error
        }
    }
}

extension Condition {
    /// What must hold all together.
    var conjuncts: [Condition] {
        if case .and(let left, let right) = self { left.conjuncts + right.conjuncts } else { [self] }
    }

    static func all(_ conditions: [Condition]) -> Condition? {
        conditions.dropFirst().reduce(conditions.first) { all, next in all.map { .and($0, next) } }
    }

    /// The attribute and the value that it must have, where that is what the condition says.
    var equality: (name: String, value: AttributeValue)? {
        switch self {
        case .compare(.path(let path), .equal, .value(let value)), .compare(.value(let value), .equal, .path(let path)):
            path.elements.count == 1 ? (path.head, value) : nil
        default: nil
        }
    }

    /// The attribute of which the condition admits a range, as key conditions can say it.
    var rangedName: String? {
        switch self {
        case .compare(.path(let path), let comparator, .value), .compare(.value, let comparator, .path(let path)):
            path.elements.count == 1 && comparator != .notEqual ? path.head : nil
        case .between(.path(let path), .value, .value), .beginsWith(.path(let path), .value):
            path.elements.count == 1 ? path.head : nil
        default: nil
        }
    }
}
