import JSON
import Wire

/// Why one action cancelled its transaction, or that it did not.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CancellationReason.html
struct CancellationReason: Sendable {
    let code: String
    private let members: JSON.Object

    static let none = CancellationReason(code: "None", JSON.Object())
    static let conflictMessage = "Transaction is ongoing for the item"
    static let conflict = CancellationReason(
        code: "TransactionConflict",
        JSON.Object([("Message", .string(conflictMessage))])
    )

    private init(code: String, _ members: JSON.Object) {
        self.code = code
        self.members = members
    }

    /// Throws on what refuses the whole request, and not one action of it.
    init(_ error: AWSError) throws(AWSError) {
        switch error.code {
        case "ConditionalCheckFailedException": code = "ConditionalCheckFailed"
        case "ValidationException" where !error.isEmptyKey: code = "ValidationError"
        default: throw error
        }
        var members = error.members
        members["Message"] = .string(error.message)
        self.members = members
    }

    fileprivate var json: JSON {
        var object = JSON.Object([("Code", .string(code))])
        for member in members.members { object[member.key] = member.value }
        return .object(object)
    }
}

extension AWSError {
    /// `reasons` are in the order of the actions.
    static func transactionCanceled(_ reasons: [CancellationReason]) -> AWSError {
        AWSError(
            "TransactionCanceledException",
            message: "Transaction cancelled, please refer cancellation reasons for specific reasons "
                + "[\(reasons.map(\.code).joined(separator: ", "))]",
            members: JSON.Object([("CancellationReasons", .array(reasons.map(\.json)))])
        )
    }

    /// The one action at `index` of `count` was looked at and refused, before any other one was performed.
    static func transactionCanceled(_ error: AWSError, at index: Int, of count: Int) throws(AWSError) -> AWSError {
        var reasons = [CancellationReason](repeating: .none, count: count)
        reasons[index] = try CancellationReason(error)
        return transactionCanceled(reasons)
    }

    static let severalOperationsOnOneItem = validation(
        "Transaction request cannot include multiple operations on one item"
    )
}
