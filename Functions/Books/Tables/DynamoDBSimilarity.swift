import AWSClient
import BookCatalog

/// The tables `profiles` and `raters`.
package struct DynamoDBSimilarity: SimilarityStore {
    private let dynamoDB: DynamoDB
    private let tables: TableNames
    private let popular: PopularBooks

    package init(_ dynamoDB: DynamoDB, tables: TableNames) {
        self.dynamoDB = dynamoDB
        self.tables = tables
        popular = PopularBooks(dynamoDB, table: tables.raters)
    }

    package func profile(of userID: String) async throws -> ReaderProfile? {
        let reader = BatchReader(dynamoDB: dynamoDB, isConsistent: true)
        return try await reader.items([ProfileItem.key(userID)], of: tables.profiles).first
            .flatMap(ProfileItem.profile)
    }

    package func profiles(_ userIDs: [String]) async throws -> [ReaderProfile] {
        let reader = BatchReader(dynamoDB: dynamoDB)
        let items = try await reader.items(userIDs.map(ProfileItem.key), of: tables.profiles)
        return items.compactMap(ProfileItem.profile)
    }

    package func raters(of bookIDs: [String]) async throws -> [String: [RatingList]] {
        let keys = bookIDs.flatMap { id in (0..<RaterList.parts).map { RaterItem.key(id, $0) } }
        var lists: [String: [RatingList]] = [:]
        for item in try await BatchReader(dynamoDB: dynamoDB).items(keys, of: tables.raters) {
            guard let id = item["list_id"]?.stringValue, let (bookID, _) = RaterItem.parse(id),
                let readers = RaterItem.readers(item)
            else { continue }
            lists[bookID, default: []].append(readers)
        }
        return lists
    }

    package func popularBooks() async throws -> [String] { try await popular.list() }

    package func rated(by userID: String, among bookIDs: [String]) async throws -> Set<String> {
        let keys = bookIDs.map { RatingItem.key(userID: userID, bookID: $0) }
        let reader = BatchReader(dynamoDB: dynamoDB, isConsistent: true, projection: "book_id")
        return Set(try await reader.items(keys, of: tables.ratings).compactMap { $0["book_id"]?.stringValue })
    }

    package func invalidate(_ userID: String) async throws -> Bool {
        try await Backoff.whileItemIsHeld { try await raiseVersion(userID) }
    }

    private func raiseVersion(_ userID: String) async throws -> Bool {
        do {
            _ = try await dynamoDB.updateItem(
                .init(
                    tableName: tables.profiles,
                    key: ProfileItem.key(userID),
                    updateExpression: "ADD version :one",
                    conditionExpression: "attribute_exists(user_id)",
                    expressionAttributeValues: [":one": 1]
                )
            )
            return true
        } catch let error as DynamoDBError where error.code == .conditionalCheckFailedException {
            return false
        }
    }
}
