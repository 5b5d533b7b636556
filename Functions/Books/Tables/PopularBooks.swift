import AWSClient
import BookCatalog

/// The books with the most ratings, one item of the table `raters`.
///
/// A book is put in its place when its number of ratings has grown by an eighth, so the more popular books are, the more
/// seldom their raters meet here. The item is a hint, not a count: when others keep changing it, the book waits for its
/// next step. Whoever shows the books orders them by their counters.
package struct PopularBooks: Sendable {
    /// Books kept.
    package static let most = 500
    private static let attempts = 3
    private static let key: DynamoDB.Item = ["list_id": "popular"]

    private let dynamoDB: DynamoDB
    private let table: String

    package init(_ dynamoDB: DynamoDB, table: String) {
        self.dynamoDB = dynamoDB
        self.table = table
    }

    /// The most popular first.
    package func list() async throws -> [String] {
        let output = try await dynamoDB.getItem(.init(tableName: table, key: Self.key))
        return output.item.flatMap(RaterItem.readers)?.ratings.map(\.id) ?? []
    }

    /// Makes the list of these books, by their numbers of ratings, and puts it in the place of the old one.
    package func replace(_ counts: [String: Int]) async throws {
        let ranked = counts.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.prefix(Self.most)
        let list = RatingList(ranked.map { ListedRating(id: $0.key, stars: 0, level: RatingLevel(count: $0.value)) })
        _ = try await dynamoDB.updateItem(
            .init(
                tableName: table,
                key: Self.key,
                updateExpression: "SET readers = :list ADD version :one",
                expressionAttributeValues: [":list": .b(list.bytes), ":one": 1]
            )
        )
    }

    /// Takes in that a book has so many ratings by now.
    func note(_ bookID: String, count: Int) async throws {
        let level = RatingLevel(count: count)
        guard level != RatingLevel(count: count - 1) || count == 1 else { return }
        for _ in 0..<Self.attempts {
            let item = try await dynamoDB.getItem(.init(tableName: table, key: Self.key, consistentRead: true)).item
            let list = item.flatMap(RaterItem.readers)?.ratings ?? []
            guard let changed = Self.list(list, with: ListedRating(id: bookID, stars: 0, level: level)) else { return }
            if try await put(changed, version: item?["version"]?.intValue) { return }
        }
    }

    /// Puts books that nobody here has rated behind the others, in this order. Those that are listed keep their places.
    package func suggest(_ bookIDs: [String]) async throws {
        for _ in 0..<Self.attempts {
            let item = try await dynamoDB.getItem(.init(tableName: table, key: Self.key, consistentRead: true)).item
            let list = item.flatMap(RaterItem.readers)?.ratings ?? []
            let known = Set(list.map(\.id))
            let new = bookIDs.filter { !known.contains($0) }
                .map { ListedRating(id: $0, stars: 0, level: RatingLevel(count: 0)) }
            let changed = Array((list + new).prefix(Self.most))
            if changed == list { return }
            if try await put(changed, version: item?["version"]?.intValue) { return }
        }
    }

    /// `nil` where the book changes nothing.
    static func list(_ list: [ListedRating], with book: ListedRating) -> [ListedRating]? {
        var changed = list.filter { $0.id != book.id }
        changed.insert(book, at: changed.firstIndex { $0.level < book.level } ?? changed.count)
        changed = Array(changed.prefix(most))
        return changed == list ? nil : changed
    }

    private func put(_ list: [ListedRating], version: Int?) async throws -> Bool {
        var item = Self.key
        item["readers"] = .b(RatingList(list).bytes)
        item["version"] = .n((version ?? 0) + 1)
        do {
            _ = try await dynamoDB.putItem(
                .init(
                    tableName: table,
                    item: item,
                    conditionExpression: version == nil ? "attribute_not_exists(list_id)" : "version = :version",
                    expressionAttributeValues: version.map { [":version": .n($0)] }
                )
            )
            return true
        } catch let error as DynamoDBError where error.code == .conditionalCheckFailedException {
            return false
        }
    }
}
