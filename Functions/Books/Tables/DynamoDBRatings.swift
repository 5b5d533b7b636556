import AWSClient
import BookCatalog

/// The table `ratings`, and the counters of the table `books` that follow from it.
///
/// A rating and the book's counters change in one transaction, so no crash, however timed, leaves them apart. The
/// transaction holds only if the reader's old rating is still the one whose star it takes back; otherwise the old one
/// comes with the refusal and the transaction is tried with it. A retry after a lost answer finds its own rating and
/// changes no counter.
package struct DynamoDBRatings: RatingStore {
    let dynamoDB: DynamoDB
    let tables: TableNames

    /// Raters of one very popular book meet in its counters; each attempt is one of them getting through.
    private static let attempts = 12

    package init(_ dynamoDB: DynamoDB, tables: TableNames) {
        self.dynamoDB = dynamoDB
        self.tables = tables
    }

    package func rate(_ rating: RatingItem) async throws -> RateOutcome {
        var old: Int?
        for attempt in 1...Self.attempts {
            do {
                let change = RatingChange(old: old, new: rating.rating)
                _ = try await dynamoDB.transactWriteItems(
                    .init(transactItems: RatingTransaction(rating: rating, change: change, tables: tables).writes)
                )
                return .stored(change)
            } catch let error as DynamoDBError {
                switch try RatingTransaction.refusal(error) {
                case .unknownBook: return .unknownBook
                case .otherRating(let other): old = other
                case .conflict: try await Backoff.wait(attempt)
                }
            }
        }
        return .busy
    }

    package func ratings(ofBook bookID: String, limit: Int, after: RatingPosition?) async throws -> RatingPage {
        let list = RatingList(index: TableNames.ratingsByBook, partition: "book_id", other: "user_id")
        return try await page(of: list, bookID, limit, after)
    }

    package func ratings(byUser userID: String, limit: Int, after: RatingPosition?) async throws -> RatingPage {
        let list = RatingList(index: TableNames.ratingsByTime, partition: "user_id", other: "book_id")
        return try await page(of: list, userID, limit, after)
    }

    private struct RatingList {
        var index: String
        var partition: String
        var other: String
    }

    private func page(
        of list: RatingList,
        _ id: String,
        _ limit: Int,
        _ after: RatingPosition?
    ) async throws -> RatingPage {
        let start = after.map { after -> DynamoDB.Item in
            [list.partition: .s(id), list.other: .s(after.id), "rated_at": .n(after.ratedAt)]
        }
        let output = try await dynamoDB.query(
            .init(
                tableName: tables.ratings,
                indexName: list.index,
                keyConditionExpression: "#id = :id",
                expressionAttributeNames: ["#id": list.partition],
                expressionAttributeValues: [":id": .s(id)],
                scanIndexForward: false,
                limit: limit,
                exclusiveStartKey: start
            )
        )
        return RatingPage(
            ratings: output.items.compactMap { RatingItem($0) },
            next: output.lastEvaluatedKey.flatMap { key in
                guard let ratedAt = key["rated_at"]?.intValue, let other = key[list.other]?.stringValue else {
                    return nil
                }
                return RatingPosition(ratedAt: ratedAt, id: other)
            }
        )
    }
}
