import JSON
import Storage
import Synchronization
import Time
import Wire

/// The queues that are there, in memory. Changes with the store, between two transactions of its writer.
final class Catalogue: Sendable {
    private struct State {
        var queues: [QueueKey: Queue] = [:]
        var spaces: [Int: QueueKey] = [:]
        /// When queues were deleted whose names cannot be used again yet.
        var deleted: [QueueKey: Timestamp] = [:]
    }

    private let account: AWSAccount
    private let state: Mutex<State>

    init(_ queues: [Queue], _ account: AWSAccount) {
        self.account = account
        state = Mutex(State())
        for queue in queues { insert(queue) }
    }

    subscript(key: QueueKey) -> Queue? { state.withLock { $0.queues[key] } }

    /// One of the account's own region.
    subscript(name: String) -> Queue? { self[QueueKey(region: account.region, name: name)] }

    /// `nil` for an ARN of another service or account.
    subscript(arn: ARN) -> Queue? { QueueKey(arn, of: account).flatMap { self[$0] } }

    /// Of all regions, in the order of their names.
    var all: [Queue] { state.withLock { $0.queues.values.sorted { $0.name < $1.name } } }

    /// In the order of their names.
    func all(in region: String) -> [Queue] { all.filter { $0.arn.region == region } }

    func insert(_ queue: Queue) {
        state.withLock { state in
            if let old = state.queues[queue.key] { state.spaces[old.space] = nil }
            state.queues[queue.key] = queue
            state.spaces[queue.space] = queue.key
            state.deleted[queue.key] = nil
        }
    }

    func remove(_ queue: Queue, at now: Timestamp) {
        state.withLock { state in
            state.queues[queue.key] = nil
            state.spaces[queue.space] = nil
            state.deleted[queue.key] = now
        }
    }

    func removeAll() { state.withLock { $0 = State() } }

    /// Whether a space is that of another queue.
    func isOther(_ space: Int, than queue: Queue) -> Bool {
        guard space != queue.space else { return false }
        return state.withLock { $0.spaces[space] } != nil
    }

    /// When this queue was deleted, if that was after `limit`.
    func isDeleted(_ key: QueueKey, after limit: Timestamp) -> Bool {
        state.withLock { state in
            if state.deleted.count > 1000 { state.deleted = state.deleted.filter { $0.value > limit } }
            return state.deleted[key].map { $0 > limit } ?? false
        }
    }

    /// The queues whose messages come here when they were received too often, in the order of their names.
    func sources(of target: Queue) -> [Queue] {
        all.filter { $0.attributes.redrivePolicy?.deadLetterTarget == target.arn }
    }
}

extension Queue {
    /// The queues that the store holds.
    static func all(_ context: (account: AWSAccount, time: any TimeSource), _ connection: Connection) throws -> [Queue]
    {
        var rows:
            [(
                name: String, space: Int, attributes: String, tags: String, created: Timestamp,
                modified: Timestamp, region: String
            )] = []
        try connection.query("SELECT name, space, attributes, tags, created, modified, region FROM sqs_queue", []) {
            row in
            let (created, modified) = (row.integer(4), row.integer(5))
            rows.append(
                (
                    row.text(0), row.integer(1), row.text(2), row.text(3),
                    Timestamp(nanosecondsSinceEpoch: Int64(created)), Timestamp(nanosecondsSinceEpoch: Int64(modified)),
                    row.text(6)
                )
            )
            return true
        }
        return try rows.map { row in
            let attributes = try QueueAttributes(stored: JSON(parsing: row.attributes).objectValue ?? JSON.Object())
            let (counts, due) = try MessageCount.read(space: row.space, isFIFO: attributes.isFIFO, connection)
            let region = row.region.isEmpty ? context.account.region : row.region
            let tags = try JSON(parsing: row.tags).objectValue ?? JSON.Object()
            return Queue(
                name: row.name,
                arn: AWSAccount(id: context.account.id, region: region).arn("sqs", row.name),
                space: row.space,
                attributes: attributes,
                tags: tags.textValues,
                created: row.created,
                modified: row.modified,
                activity: QueueActivity(context.time, counts: counts, nextDue: due)
            )
        }
    }

    /// Queues of the account's own region, `home`, stay there when that is another one.
    func storedRegion(home: String) -> String { arn.region == home ? "" : arn.region }

    func save(_ connection: Connection, home: String) throws {
        try connection.run(
            """
            INSERT OR REPLACE INTO sqs_queue (region, name, space, attributes, tags, created, modified)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            .text(storedRegion(home: home)),
            .text(name),
            .integer(space),
            .text(JSON.object(JSON.Object(attributes.values.map { ($0.name, .string($0.value)) })).text),
            .text(JSON.object(JSON.Object(tags.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })).text),
            .timestamp(created),
            .timestamp(modified)
        )
    }

    /// Leaves the messages to the sweep.
    func endSpace(_ connection: Connection) throws {
        try connection.run("UPDATE sqs_space SET ended = 1 WHERE number = ?", .integer(space))
    }

    static func newSpace(_ connection: Connection) throws -> Int {
        try connection.run("INSERT INTO sqs_space (ended) VALUES (0)")
        return try connection.first("SELECT last_insert_rowid()") { $0.integer(0) } ?? 0
    }
}

extension JSON.Object {
    /// The members that are strings.
    var textValues: [String: String] {
        Dictionary(members.compactMap { member in member.value.stringValue.map { (member.key, $0) } }) { $1 }
    }
}

/// How many messages a queue has, as the store tells it: once at the start, from indexes alone where they can be many.
enum MessageCount {
    static func read(
        space: Int,
        isFIFO: Bool,
        _ connection: Connection
    ) throws -> (counts: QueueActivity.Counts, due: Timestamp?) {
        let count = { (sql: String) in try connection.first(sql, .integer(space)) { $0.integer(0) } ?? 0 }
        let waiting = "FROM sqs_message INDEXED BY sqs_waiting WHERE space = ? AND due IS NOT NULL"
        let unseen = try count("SELECT COUNT(*) \(waiting)")
        let delayed = try count("SELECT COUNT(*) \(waiting) AND received = 0")
        let visible =
            try isFIFO
            ? count("SELECT COUNT(*) FROM sqs_message INDEXED BY sqs_member WHERE space = ? AND fifo = 1") - unseen
            : count(
                "SELECT COUNT(*) FROM sqs_message INDEXED BY sqs_ready WHERE space = ? AND due IS NULL AND fifo = 0"
            )
        let due = try connection.first("SELECT due \(waiting) ORDER BY due LIMIT 1", .integer(space)) {
            $0.timestamp(0)
        }
        let counts = QueueActivity.Counts(visible: visible, delayed: delayed, inFlight: unseen - delayed)
        return (counts, due ?? nil)
    }
}
