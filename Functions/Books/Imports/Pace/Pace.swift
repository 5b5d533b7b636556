import AWSClient
import BookTables

/// Where the `RequestPacer` of each provider is kept, so that all execution environments keep to it together.
package protocol Pace: Sendable {
    /// Takes the next place of `pacer`'s queue, see `RequestPacer.reserve`.
    func reserve(_ provider: String, now: Int, interval: Int, limit: Int) async throws -> RequestPacer.Reservation
    func block(_ provider: String, until instant: Int, now: Int, interval: Int) async throws
}

/// An item of the table `imports`, changed only if it is still what was read.
package struct DynamoDBPace: Pace {
    private let dynamoDB: DynamoDB
    private let table: String

    private static let attempts = 20

    package init(_ dynamoDB: DynamoDB, table: String) {
        self.dynamoDB = dynamoDB
        self.table = table
    }

    package func reserve(
        _ provider: String,
        now: Int,
        interval: Int,
        limit: Int
    ) async throws -> RequestPacer.Reservation {
        try await change(provider) { $0.reserve(now: now, interval: interval, limit: limit) }
    }

    package func block(_ provider: String, until instant: Int, now: Int, interval: Int) async throws {
        try await change(provider) { $0.block(until: instant, now: now, interval: interval) }
    }

    /// Throws `DynamoDBError` when others keep changing it.
    private func change<Result>(_ provider: String, _ body: (inout RequestPacer) -> Result) async throws -> Result {
        let key = ImportItem.key(ImportItem.scope(ofProvider: provider), "pace")
        var attempt = 1
        while true {
            let item = try await dynamoDB.getItem(.init(tableName: table, key: key, consistentRead: true)).item
            let old = RequestPacer(
                nextAt: item?["next_at"]?.intValue ?? 0,
                blockedUntil: item?["blocked_until"]?.intValue ?? 0,
                learned: item?["learned"]?.intValue ?? 0,
                learnedAt: item?["learned_at"]?.intValue ?? 0
            )
            var pacer = old
            let result = body(&pacer)
            if pacer == old { return result }
            do {
                try await write(pacer, over: item == nil ? nil : old, key)
                return result
            } catch let error as DynamoDBError
                where error.code == .conditionalCheckFailedException && attempt < Self.attempts
            {
                try await Backoff.wait(attempt)
                attempt += 1
            }
        }
    }

    private func write(_ pacer: RequestPacer, over old: RequestPacer?, _ key: DynamoDB.Item) async throws {
        var item = key
        item["next_at"] = .n(pacer.nextAt)
        item["blocked_until"] = .n(pacer.blockedUntil)
        item["learned"] = .n(pacer.learned)
        item["learned_at"] = .n(pacer.learnedAt)
        _ = try await dynamoDB.putItem(
            .init(
                tableName: table,
                item: item,
                conditionExpression: old == nil
                    ? "attribute_not_exists(entry)" : "next_at = :next AND blocked_until = :blocked",
                expressionAttributeValues: old.map {
                    [":next": .n($0.nextAt), ":blocked": .n($0.blockedUntil)]
                }
            )
        )
    }
}
