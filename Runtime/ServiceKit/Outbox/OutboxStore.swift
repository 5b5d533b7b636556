import JSON
import Storage
import Time
import Wire

/// What has become of an entry.
enum OutboxOutcome: Sendable {
    /// It is with its receiver, or given up.
    case done(Int)
    case retry(Int, at: Timestamp, retries: Int)

    var id: Int {
        switch self {
        case .done(let id), .retry(let id, _, _): id
        }
    }
}

/// The table of an outbox.
struct OutboxStore: Sendable {
    let table: String

    func migration(_ name: String) -> Migration {
        Migration(
            name,
            """
            CREATE TABLE \(table) (
                id INTEGER PRIMARY KEY AUTOINCREMENT, due INTEGER NOT NULL, first INTEGER NOT NULL,
                retries INTEGER NOT NULL, envelope TEXT NOT NULL, payload BLOB NOT NULL
            );
            CREATE INDEX \(table)_due ON \(table) (due)
            """
        )
    }

    /// Returns the number of the entry.
    func insert(_ outgoing: OutgoingDelivery, at now: Timestamp, _ connection: Connection) throws -> Int {
        try connection.run(
            "INSERT INTO \(table) (due, first, retries, envelope, payload) VALUES (?, ?, 0, ?, ?)",
            .integer(now.nanosecondsSinceEpoch),
            .integer(now.nanosecondsSinceEpoch),
            .text(outgoing.envelope.text),
            .blob(outgoing.delivery.payload)
        )
        return connection.lastInsertedRow
    }

    /// The oldest entries that are due.
    func due(
        _ now: Timestamp,
        besides skipped: Set<Int>,
        limit: Int,
        _ connection: Connection
    ) throws -> [Outbox.Entry] {
        var entries: [Outbox.Entry] = []
        try connection.query(
            "SELECT id, first, retries, envelope, payload FROM \(table) WHERE due <= ? ORDER BY due, id",
            [.integer(now.nanosecondsSinceEpoch)]
        ) { row in
            guard !skipped.contains(row.integer(0)) else { return true }
            guard let outgoing = OutgoingDelivery(envelope: try JSON(parsing: row.bytes(3)), payload: row.bytes(4))
            else {
                return true
            }
            let first = Timestamp(nanosecondsSinceEpoch: Int64(row.integer(1)))
            entries.append(.init(id: row.integer(0), first: first, retries: row.integer(2), outgoing: outgoing))
            return entries.count < limit
        }
        return entries
    }

    func nextDue(after now: Timestamp, _ connection: Connection) throws -> Timestamp? {
        try connection.first(
            "SELECT due FROM \(table) WHERE due > ? ORDER BY due LIMIT 1",
            .integer(now.nanosecondsSinceEpoch)
        ) { Timestamp(nanosecondsSinceEpoch: Int64($0.integer(0))) }
    }

    func write(_ outcomes: [OutboxOutcome], _ connection: Connection) throws {
        for outcome in outcomes {
            switch outcome {
            case .done(let id): try connection.run("DELETE FROM \(table) WHERE id = ?", .integer(id))
            case .retry(let id, let due, let retries):
                try connection.run(
                    "UPDATE \(table) SET due = ?, retries = ? WHERE id = ?",
                    .integer(due.nanosecondsSinceEpoch),
                    .integer(retries),
                    .integer(id)
                )
            }
        }
    }

    func removeAll(_ connection: Connection) throws { try connection.run("DELETE FROM \(table)") }
}
