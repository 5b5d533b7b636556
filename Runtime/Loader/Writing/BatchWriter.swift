import AWSClient
import BookTables

/// Writes items of one table by BatchWriteItem, several batches at a time.
///
/// What DynamoDB leaves unprocessed is written again, after a wait that grows. Two items of one key are written in the
/// order they came in, so that the last one stays.
struct BatchWriter {
    static let itemsPerBatch = 25
    static let batchesInFlight = 6
    private static let attempts = 12

    private let dynamoDB: DynamoDB
    private let table: String
    private let keyNames: [String]
    /// Items that do not yet fill a batch, by key.
    private var waiting: [[AttributeValue?]: DynamoDB.Item] = [:]
    private var tasks: [Task<Void, any Error>] = []
    private var keysInFlight: [Set<[AttributeValue?]>] = []

    init(dynamoDB: DynamoDB, table: String, keyNames: [String]) {
        self.dynamoDB = dynamoDB
        self.table = table
        self.keyNames = keyNames
    }

    mutating func put(_ item: DynamoDB.Item) async throws {
        let key = keyNames.map { item[$0] }
        while keysInFlight.contains(where: { $0.contains(key) }) { try await finishOldest() }
        waiting[key] = item
        if waiting.count == Self.itemsPerBatch { try await send() }
    }

    /// Returns when everything put so far is written.
    mutating func flush() async throws {
        if !waiting.isEmpty { try await send() }
        while !tasks.isEmpty { try await finishOldest() }
    }

    private mutating func send() async throws {
        if tasks.count == Self.batchesInFlight { try await finishOldest() }
        let requests = waiting.values.map { DynamoDB.WriteRequest.putRequest(item: $0) }
        keysInFlight.append(Set(waiting.keys))
        waiting = [:]
        let (dynamoDB, table) = (dynamoDB, table)
        tasks.append(Task { try await Self.write(requests, to: table, of: dynamoDB) })
    }

    private mutating func finishOldest() async throws {
        keysInFlight.removeFirst()
        try await tasks.removeFirst().value
    }

    private static func write(_ requests: [DynamoDB.WriteRequest], to table: String, of dynamoDB: DynamoDB) async throws
    {
        var rest = requests
        for attempt in 0..<attempts {
            if attempt > 0 { try await Backoff.wait(attempt) }
            let output = try await dynamoDB.batchWriteItem(.init(requestItems: [table: rest]))
            rest = output.unprocessedItems[table] ?? []
            if rest.isEmpty { return }
        }
        throw LoadError.unprocessed(table)
    }
}
