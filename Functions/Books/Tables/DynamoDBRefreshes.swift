import AWSClient
import BookCatalog

/// The table `refreshes`, and the readers in the table `profiles`.
package struct DynamoDBRefreshes: RefreshStore {
    private let dynamoDB: DynamoDB
    private let tables: TableNames

    package init(_ dynamoDB: DynamoDB, tables: TableNames) {
        self.dynamoDB = dynamoDB
        self.tables = tables
    }

    package func refresh(_ id: String) async throws -> Refresh? {
        try await item(RefreshItem.key(id)).flatMap(RefreshItem.refresh)
    }

    package func current() async throws -> Refresh? {
        guard let id = try await item(RefreshItem.current)?["latest"]?.stringValue else { return nil }
        return try await refresh(id)
    }

    private func item(_ key: DynamoDB.Item) async throws -> DynamoDB.Item? {
        try await dynamoDB.getItem(.init(tableName: tables.refreshes, key: key, consistentRead: true)).item
    }

    package func begin(_ refresh: Refresh, after previous: Refresh?) async throws -> Bool {
        var pointer = RefreshItem.current
        pointer["latest"] = .s(refresh.id)
        // Where the refresh that was current has expired, its pointer may still be there.
        let stored = try await item(RefreshItem.current)?["latest"]?.stringValue
        guard previous == nil || stored == previous?.id else { return false }
        let isUnchanged = DynamoDB.Put(
            tableName: tables.refreshes,
            item: pointer,
            conditionExpression: stored == nil ? "attribute_not_exists(refresh_id)" : "latest = :latest",
            expressionAttributeValues: stored.map { [":latest": .s($0)] }
        )
        let put = DynamoDB.Put(
            tableName: tables.refreshes,
            item: RefreshItem.item(refresh),
            conditionExpression: "attribute_not_exists(refresh_id)"
        )
        do {
            _ = try await dynamoDB.transactWriteItems(.init(transactItems: [.put(isUnchanged), .put(put)]))
            return true
        } catch let error as DynamoDBError where error.code == .transactionCanceledException {
            return false
        }
    }

    package func claim(_ id: String, owner: String, now: Int, until: Int) async throws -> Refresh? {
        do {
            let output = try await dynamoDB.updateItem(
                .init(
                    tableName: tables.refreshes,
                    key: RefreshItem.key(id),
                    updateExpression: "SET #owner = :owner, lease_until = :until, updated_at = :now",
                    conditionExpression: "#status = :running AND (lease_until < :now OR #owner = :owner)",
                    expressionAttributeNames: ["#owner": "owner", "#status": "status"],
                    expressionAttributeValues: [
                        ":owner": .s(owner), ":until": .n(until), ":now": .n(now), ":running": "running",
                    ],
                    returnValues: .allNew
                )
            )
            return output.attributes.flatMap(RefreshItem.refresh)
        } catch let error as DynamoDBError where error.code == .conditionalCheckFailedException {
            return nil
        }
    }

    package func update(_ refresh: Refresh, pages: Int) async throws -> Bool {
        do {
            _ = try await dynamoDB.putItem(
                .init(
                    tableName: tables.refreshes,
                    item: RefreshItem.item(refresh),
                    conditionExpression: "#status = :running AND #owner = :owner AND pages = :pages",
                    expressionAttributeNames: ["#owner": "owner", "#status": "status"],
                    expressionAttributeValues: [
                        ":owner": .s(refresh.owner ?? ""), ":pages": .n(pages), ":running": "running",
                    ]
                )
            )
            return true
        } catch let error as DynamoDBError where error.code == .conditionalCheckFailedException {
            return false
        }
    }

    package func readers(since: Int, after cursor: String?, limit: Int) async throws -> ReaderPage {
        let output = try await dynamoDB.scan(
            .init(
                tableName: tables.profiles,
                filterExpression: "rated_at >= :since",
                expressionAttributeValues: [":since": .n(since)],
                limit: limit,
                exclusiveStartKey: cursor.map(ProfileItem.key)
            )
        )
        return ReaderPage(
            readers: output.items.compactMap(ProfileItem.profile),
            next: output.lastEvaluatedKey?["user_id"]?.stringValue
        )
    }
}
