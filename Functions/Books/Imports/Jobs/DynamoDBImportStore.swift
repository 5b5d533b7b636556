import AWSClient
import BookTables
import JSON

/// The imports in the table `imports`.
package struct DynamoDBImportStore: ImportStore {
    private let dynamoDB: DynamoDB
    private let table: String

    private static let attempts = 10

    package init(_ dynamoDB: DynamoDB, table: String) {
        self.dynamoDB = dynamoDB
        self.table = table
    }

    package func state(_ id: String) async throws -> ImportState? {
        try await text(ImportItem.scope(ofImport: id), "state", "state")
            .map { try JSONCoder.decode(ImportState.self, from: $0) }
    }

    package func latest(of provider: String) async throws -> ImportState? {
        guard let id = try await text(ImportItem.scope(ofProvider: provider), "current", "import_id") else {
            return nil
        }
        return try await state(id)
    }

    package func begin(_ state: ImportState, after previous: String?) async throws -> Bool {
        var pointer = ImportItem.key(ImportItem.scope(ofProvider: state.provider), "current")
        pointer["import_id"] = .s(state.id)
        let put = DynamoDB.Put(
            tableName: table,
            item: pointer,
            conditionExpression: previous == nil ? "attribute_not_exists(entry)" : "import_id = :previous",
            expressionAttributeValues: previous.map { [":previous": .s($0)] }
        )
        do {
            _ = try await dynamoDB.transactWriteItems(
                .init(transactItems: [.put(put), .put(.init(tableName: table, item: try item(state)))])
            )
            return true
        } catch let error as DynamoDBError
            where error.code == .transactionCanceledException || error.code == .transactionConflictException
        {
            return false
        }
    }

    package func advance(_ state: ImportState) async throws -> Bool {
        try await putItem(
            item(state),
            condition: "revision = :before",
            values: [":before": .n(state.revision - 1)]
        )
    }

    private func item(_ state: ImportState) throws -> DynamoDB.Item {
        var item = ImportItem.key(ImportItem.scope(ofImport: state.id), "state")
        item["revision"] = .n(state.revision)
        item["state"] = .s(String(decoding: try JSONCoder.encode(state), as: UTF8.self))
        return item
    }

    // MARK: Pages in the catalogue

    package func published(_ page: Int, of provider: String) async throws -> String? {
        try await text(ImportItem.scope(ofProvider: provider), "published#\(page)", "version")
    }

    package func setPublished(_ page: Int, of provider: String, version: String) async throws {
        var item = ImportItem.key(ImportItem.scope(ofProvider: provider), "published#\(page)")
        item["version"] = .s(version)
        _ = try await dynamoDB.putItem(.init(tableName: table, item: item))
    }

    package func best(of provider: String) async throws -> RecommendedPage {
        try await text(ImportItem.scope(ofProvider: provider), "best", "best")
            .map { try JSONCoder.decode(RecommendedPage.self, from: $0) } ?? RecommendedPage()
    }

    package func merge(
        _ best: RecommendedPage,
        ofPage page: Int,
        of provider: String
    ) async throws -> RecommendedPage {
        let key = ImportItem.key(ImportItem.scope(ofProvider: provider), "best")
        for attempt in 1...Self.attempts {
            let old = try await dynamoDB.getItem(.init(tableName: table, key: key, consistentRead: true)).item
            let list = try old?["best"]?.stringValue.map { try JSONCoder.decode(RecommendedPage.self, from: $0) }
            let merged = (list ?? RecommendedPage()).replacing(page: page, with: best)
            if merged == list { return merged }
            var item = key
            item["best"] = .s(String(decoding: try JSONCoder.encode(merged), as: UTF8.self))
            let isWritten = try await putItem(
                item,
                condition: old == nil ? "attribute_not_exists(entry)" : "best = :before",
                values: old?["best"].map { [":before": $0] }
            )
            if isWritten { return merged }
            try await Backoff.wait(attempt)
        }
        throw ContendedTerms(count: 1)
    }

    // MARK: Items

    private func text(_ scope: String, _ entry: String, _ attribute: String) async throws -> String? {
        let output = try await dynamoDB.getItem(
            .init(tableName: table, key: ImportItem.key(scope, entry), consistentRead: true)
        )
        return output.item?[attribute]?.stringValue
    }

    /// False where the condition does not hold.
    private func putItem(
        _ item: DynamoDB.Item,
        condition: String,
        values: [String: AttributeValue]?
    ) async throws -> Bool {
        do {
            _ = try await dynamoDB.putItem(
                .init(
                    tableName: table,
                    item: item,
                    conditionExpression: condition,
                    expressionAttributeValues: values
                )
            )
            return true
        } catch let error as DynamoDBError where error.code == .conditionalCheckFailedException {
            return false
        }
    }
}
