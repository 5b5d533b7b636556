import AWSClient

/// The stages in the table `imports`: an item for each page and stage, and one that counts invalidations.
///
/// Items expire a month after they were written (`expires_at`): long after they have ceased to hold, but until then a
/// provider can be asked whether its page has changed since.
package struct DynamoDBStageArchive: StageArchive {
    private let dynamoDB: DynamoDB
    private let table: String
    /// Seconds since 1970.
    private let now: @Sendable () -> Int

    private static let retention = 30 * 86_400

    /// `now`: milliseconds since 1970.
    package init(_ dynamoDB: DynamoDB, table: String, now: @escaping @Sendable () -> Int) {
        self.dynamoDB = dynamoDB
        self.table = table
        self.now = { now() / 1_000 }
    }

    package func read(_ key: StageKey) async throws -> [UInt8]? {
        let output = try await dynamoDB.getItem(
            .init(tableName: table, key: ImportItem.key(key.scope, key.entry), consistentRead: true)
        )
        return output.item?["content"]?.binaryValue
    }

    package func write(_ key: StageKey, _ bytes: [UInt8]) async throws {
        var item = ImportItem.key(key.scope, key.entry)
        item["content"] = .b(bytes)
        item[ImportItem.expiry] = .n(now() + Self.retention)
        _ = try await dynamoDB.putItem(.init(tableName: table, item: item))
    }

    package func generations(of provider: String) async throws -> [Stage: Int] {
        let output = try await dynamoDB.getItem(
            .init(tableName: table, key: Self.generationsKey(provider), consistentRead: true)
        )
        let pairs = Stage.allCases.map { ($0, output.item?[$0.rawValue]?.intValue ?? 0) }
        return Dictionary(uniqueKeysWithValues: pairs)
    }

    package func invalidate(_ stages: some Collection<Stage> & Sendable, of provider: String) async throws {
        let names = stages.enumerated().map { ("#s\($0)", $1.rawValue) }
        _ = try await dynamoDB.updateItem(
            .init(
                tableName: table,
                key: Self.generationsKey(provider),
                updateExpression: "ADD " + names.map { "\($0.0) :one" }.joined(separator: ", "),
                expressionAttributeNames: Dictionary(uniqueKeysWithValues: names),
                expressionAttributeValues: [":one": 1]
            )
        )
    }

    private static func generationsKey(_ provider: String) -> DynamoDB.Item {
        ImportItem.key(ImportItem.scope(ofProvider: provider), "generations")
    }
}
