import AWSClient

/// Reads items of one table by their keys.
///
/// One key is a GetItem, several are a BatchGetItem; what DynamoDB leaves unprocessed is asked for again, after a wait
/// that grows.
struct BatchReader: Sendable {
    let dynamoDB: DynamoDB
    let table: String

    /// How often leftovers are asked for before the reader gives up.
    private static let attempts = 8

    /// The items that exist, in no particular order.
    func items(_ keys: [DynamoDB.Item]) async throws -> [DynamoDB.Item] {
        if keys.count == 1 {
            let output = try await dynamoDB.getItem(.init(tableName: table, key: keys[0]))
            return output.item.map { [$0] } ?? []
        }
        var rest = keys
        var items: [DynamoDB.Item] = []
        for attempt in 0..<Self.attempts where !rest.isEmpty {
            if attempt > 0 { try await Backoff.wait(attempt) }
            let output = try await dynamoDB.batchGetItem(.init(requestItems: [table: .init(keys: rest)]))
            items += output.responses[table] ?? []
            rest = output.unprocessedKeys[table]?.keys ?? []
        }
        guard rest.isEmpty else { throw UnprocessedKeys(table: table, count: rest.count) }
        return items
    }
}

/// DynamoDB kept leaving keys unread.
package struct UnprocessedKeys: Error, Hashable {
    package var table: String
    package var count: Int
}
