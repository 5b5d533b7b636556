import Storage
import Time

/// Which items of one table expire when: entries of all tables in one order, so that the next one is found at once.
struct ExpiryStore: Sendable {
    let table: Int

    func insert(_ expiry: Expiry, _ key: EncodedKey, _ connection: Connection) throws {
        try connection.run(
            "INSERT OR REPLACE INTO dynamodb_expiry (expires, table_number, pk, sk) VALUES (?, ?, ?, ?)",
            .integer(expiry.seconds),
            .integer(table),
            .blob(key.partition),
            .blob(key.sort)
        )
    }

    func remove(_ expiry: Expiry, _ key: EncodedKey, _ connection: Connection) throws {
        try connection.run(
            "DELETE FROM dynamodb_expiry WHERE expires = ? AND table_number = ? AND pk = ? AND sk = ?",
            .integer(expiry.seconds),
            .integer(table),
            .blob(key.partition),
            .blob(key.sort)
        )
    }

    func removeAll(_ connection: Connection) throws {
        try connection.run("DELETE FROM dynamodb_expiry WHERE table_number = ?", .integer(table))
    }

    struct Entry {
        var expiry: Expiry
        var table: Int
        var key: EncodedKey
    }

    /// The entries of all tables that have expired, the earliest first.
    static func due(at now: Timestamp, limit: Int, _ connection: Connection) throws -> [Entry] {
        let range = Expiry.due(at: now)
        var entries: [Entry] = []
        try connection.query(
            """
            SELECT expires, table_number, pk, sk FROM dynamodb_expiry
            WHERE expires >= ? AND expires < ? ORDER BY expires LIMIT ?
            """,
            [.integer(range.lowerBound), .integer(range.upperBound), .integer(limit)]
        ) { row in
            entries.append(
                Entry(
                    expiry: Expiry(seconds: row.integer(0)),
                    table: row.integer(1),
                    key: EncodedKey(partition: row.bytes(2), sort: row.bytes(3))
                )
            )
            return true
        }
        return entries
    }

    /// When the next item of any table expires.
    static func next(at now: Timestamp, _ connection: Connection) throws -> Expiry? {
        try connection.first(
            "SELECT expires FROM dynamodb_expiry WHERE expires >= ? ORDER BY expires LIMIT 1",
            .integer(Expiry.due(at: now).lowerBound)
        ) { Expiry(seconds: $0.integer(0)) }
    }
}
