import AWSClient
import BookCatalog

/// The writes of one rating, and what their refusal means.
struct RatingTransaction {
    var rating: RatingItem
    var change: RatingChange
    var tables: TableNames
    /// What follows from the rating and stands or falls with it.
    var consequences: [DynamoDB.TransactWriteItem] = []

    enum Refusal: Hashable {
        case unknownBook
        /// The reader's stored rating is another one than was thought; `nil` for none.
        case otherRating(Int?)
        /// Somebody else changes the same items at this moment, or has since they were read.
        case conflict
    }

    var writes: [DynamoDB.TransactWriteItem] { [.put(put), countersOrCheck] + consequences }

    private var put: DynamoDB.Put {
        DynamoDB.Put(
            tableName: tables.ratings,
            item: rating.item,
            conditionExpression: change.old == nil ? "attribute_not_exists(user_id)" : "rating = :old",
            expressionAttributeValues: change.old.map { [":old": .n($0)] },
            returnValuesOnConditionCheckFailure: .allOld
        )
    }

    /// The same stars again change no counter, but the book has to exist all the same.
    private var countersOrCheck: DynamoDB.TransactWriteItem {
        if change.old == change.new {
            return .conditionCheck(
                .init(tableName: tables.books, key: BookItem.key(rating.bookID), conditionExpression: exists)
            )
        }
        let taken = change.old.map { ", \(BookItem.counter($0)) :less" } ?? ""
        var values: [String: AttributeValue] = [":more": 1]
        if change.old != nil { values[":less"] = -1 }
        return .update(
            .init(
                tableName: tables.books,
                key: BookItem.key(rating.bookID),
                updateExpression: "ADD \(BookItem.version) :more, \(BookItem.counter(change.new)) :more\(taken)",
                conditionExpression: exists,
                expressionAttributeValues: values
            )
        )
    }

    private var exists: String { "attribute_exists(book_id)" }

    /// Throws what is no refusal of these writes.
    static func refusal(_ error: DynamoDBError) throws -> Refusal {
        switch error.code {
        case .transactionConflictException, .transactionInProgressException: return .conflict
        case .transactionCanceledException: return try refusal(error.cancellationReasons ?? [], error)
        default: throw error
        }
    }

    private static func refusal(
        _ reasons: [DynamoDBError.CancellationReason],
        _ error: DynamoDBError
    ) throws -> Refusal {
        guard reasons.count >= 2 else { throw error }
        if reasons[1].code == "ConditionalCheckFailed" { return .unknownBook }
        if reasons[0].code == "ConditionalCheckFailed" {
            return .otherRating(reasons[0].item?["rating"]?.intValue)
        }
        if reasons.dropFirst(2).contains(where: { $0.code == "ConditionalCheckFailed" }) { return .conflict }
        let passing = ["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"]
        guard reasons.contains(where: { passing.contains($0.code) }) else { throw error }
        return .conflict
    }
}
