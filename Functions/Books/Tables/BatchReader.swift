import AWSClient

/// Reads items by their keys.
///
/// One key is a GetItem, several are BatchGetItems of up to a hundred keys, all at once; what DynamoDB leaves unprocessed
/// is asked for again, after a wait that grows.
struct BatchReader: Sendable {
    let dynamoDB: DynamoDB
    /// Whether the items are as they are now, or may be a moment old.
    var isConsistent: Bool? = nil
    /// The attributes wanted, `nil` for all.
    var projection: String? = nil

    /// How often leftovers are asked for before the reader gives up.
    private static let attempts = 8
    private static let keysPerCall = 100

    /// The items of one table that exist, in no particular order.
    func items(_ keys: [DynamoDB.Item], of table: String) async throws -> [DynamoDB.Item] {
        guard keys.count > 1 else {
            guard let key = keys.first else { return [] }
            let output = try await dynamoDB.getItem(
                .init(tableName: table, key: key, consistentRead: isConsistent, projectionExpression: projection)
            )
            return output.item.map { [$0] } ?? []
        }
        guard keys.count > Self.keysPerCall else { return try await items([table: keys])[table] ?? [] }
        return try await withThrowingTaskGroup(of: [DynamoDB.Item].self) { group in
            for start in stride(from: 0, to: keys.count, by: Self.keysPerCall) {
                let some = Array(keys[start..<min(start + Self.keysPerCall, keys.count)])
                group.addTask { try await items([table: some])[table] ?? [] }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
    }

    /// The items that exist, by table, of at most a hundred keys in all.
    func items(_ keys: [String: [DynamoDB.Item]]) async throws -> [String: [DynamoDB.Item]] {
        var rest = keys.mapValues {
            DynamoDB.KeysAndAttributes(keys: $0, consistentRead: isConsistent, projectionExpression: projection)
        }
        var items: [String: [DynamoDB.Item]] = [:]
        for attempt in 0..<Self.attempts where !rest.isEmpty {
            if attempt > 0 { try await Backoff.wait(attempt) }
            let output = try await dynamoDB.batchGetItem(.init(requestItems: rest))
            for (table, found) in output.responses { items[table, default: []] += found }
            rest = output.unprocessedKeys
        }
        guard let (table, keys) = rest.first else { return items }
        throw UnprocessedKeys(table: table, count: keys.keys.count)
    }
}

/// DynamoDB kept leaving keys unread.
package struct UnprocessedKeys: Error, Hashable {
    package var table: String
    package var count: Int
}
