import AWSClient
import BookCatalog

/// The table `ratings`, and what follows from it: the counters of the table `books`, the readers' profiles and the books'
/// lists of readers.
///
/// All of it changes in one transaction with the rating, so no crash, however timed, leaves them apart. The transaction holds only if the reader's old rating is still the one whose star it takes back; otherwise the old one
/// comes with the refusal and the transaction is tried with it. A retry after a lost answer finds its own rating and
/// changes no counter.
package struct DynamoDBRatings: RatingStore {
    let dynamoDB: DynamoDB
    let tables: TableNames
    private let popular: PopularBooks

    /// Raters of one very popular book meet in its counters; each attempt is one of them getting through.
    private static let attempts = 12

    package init(_ dynamoDB: DynamoDB, tables: TableNames) {
        self.dynamoDB = dynamoDB
        self.tables = tables
        popular = PopularBooks(dynamoDB, table: tables.raters)
    }

    package func rate(_ rating: RatingItem) async throws -> RateOutcome {
        var known: Int?
        for attempt in 1...Self.attempts {
            let surroundings = try await RatingSurroundings.read(rating, dynamoDB, tables)
            guard let count = surroundings.bookCount else { return .unknownBook }
            let change = RatingChange(old: known ?? surroundings.profile.stars(of: rating.bookID), new: rating.rating)
            do {
                try await write(rating, change, surroundings)
                // The rating stands whatever becomes of a hint.
                if change.old == nil { try? await popular.note(rating.bookID, count: count + 1) }
                return .stored(change)
            } catch let error as DynamoDBError {
                switch try RatingTransaction.refusal(error) {
                case .unknownBook: return .unknownBook
                case .otherRating(let other): known = other
                case .conflict: try await Backoff.wait(attempt)
                }
            }
        }
        return .busy
    }

    private func write(
        _ rating: RatingItem,
        _ change: RatingChange,
        _ surroundings: RatingSurroundings
    ) async throws {
        var transaction = RatingTransaction(rating: rating, change: change, tables: tables)
        transaction.consequences = surroundings.writes(rating, isNew: change.old == nil, tables: tables)
        _ = try await dynamoDB.transactWriteItems(.init(transactItems: transaction.writes))
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
