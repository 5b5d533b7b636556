import AWSClient
import BookTables

/// Writes items on condition that their versions are still the ones that were read, by TransactWriteItems, several at a
/// time. Where one is another by now, its item is made anew and written by itself.
struct ConditionalWriter {
    struct Write: Sendable {
        var table: String
        var keyName: String
        var item: DynamoDB.Item
        /// The stored item's version; `nil` for an item that must not be there.
        var version: Int?

        fileprivate var put: DynamoDB.TransactWriteItem {
            .put(
                .init(
                    tableName: table,
                    item: item,
                    conditionExpression: version == nil ? "attribute_not_exists(\(keyName))" : "version = :version",
                    expressionAttributeValues: version.map { [":version": .n($0)] }
                )
            )
        }
    }

    typealias Remake = @Sendable () async throws -> Write
    private typealias Entry = (write: Write, remake: Remake)

    /// Items of 67 KB at most: four megabytes are what a transaction may have.
    private static let itemsPerTransaction = 50
    private static let transactionsInFlight = 4
    private static let attempts = 10

    let dynamoDB: DynamoDB
    private(set) var written = 0
    private var waiting: [(write: Write, remake: Remake)] = []
    private var tasks: [Task<Void, any Error>] = []

    init(dynamoDB: DynamoDB) { self.dynamoDB = dynamoDB }

    mutating func put(_ write: Write, remake: @escaping Remake) async throws {
        waiting.append((write, remake))
        written += 1
        if waiting.count == Self.itemsPerTransaction { try await send() }
    }

    /// Returns when everything put so far is written.
    mutating func flush() async throws {
        if !waiting.isEmpty { try await send() }
        while !tasks.isEmpty { try await tasks.removeFirst().value }
    }

    private mutating func send() async throws {
        if tasks.count == Self.transactionsInFlight { try await tasks.removeFirst().value }
        let (dynamoDB, entries) = (dynamoDB, waiting)
        waiting = []
        tasks.append(Task { try await Self.write(entries, dynamoDB) })
    }

    /// All at once, or one by one where something stands in the way.
    private static func write(_ entries: [Entry], _ dynamoDB: DynamoDB) async throws {
        do {
            _ = try await dynamoDB.transactWriteItems(.init(transactItems: entries.map(\.write.put)))
        } catch let error as DynamoDBError where isRefusal(error) {
            for entry in entries { try await write(entry, dynamoDB) }
        }
    }

    private static func write(_ entry: Entry, _ dynamoDB: DynamoDB) async throws {
        var write = entry.write
        for attempt in 1...attempts {
            do {
                _ = try await dynamoDB.transactWriteItems(.init(transactItems: [write.put]))
                return
            } catch let error as DynamoDBError where isRefusal(error) {
                try await Backoff.wait(attempt)
                write = try await entry.remake()
            }
        }
        throw LoadError.contended(write.item[write.keyName]?.stringValue ?? "")
    }

    private static func isRefusal(_ error: DynamoDBError) -> Bool {
        [.transactionCanceledException, .transactionConflictException].contains(error.code)
    }
}
