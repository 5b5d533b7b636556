import Storage

/// The items of one table: their wire JSON, as a reply needs it, under their encoded keys.
struct ItemStore: Sendable {
    let tableName: String
    private let select: String
    private let upsert: String
    private let remove: String

    init(table: Int) {
        tableName = "dynamodb_items_\(table)"
        select = "SELECT size, body FROM \(tableName) WHERE pk = ? AND sk = ?"
        upsert = """
            INSERT INTO \(tableName) (pk, sk, size, body) VALUES (?, ?, ?, ?)
            ON CONFLICT (pk, sk) DO UPDATE SET size = excluded.size, body = excluded.body
            """
        remove = "DELETE FROM \(tableName) WHERE pk = ? AND sk = ?"
    }

    /// A rowid table beside its index: WITHOUT ROWID would carry whole items through the inner pages.
    func create(_ connection: Connection) throws {
        try connection.execute(
            script: """
                CREATE TABLE \(tableName) (
                    id INTEGER PRIMARY KEY, pk BLOB NOT NULL, sk BLOB NOT NULL, size INTEGER NOT NULL, body BLOB NOT NULL
                );
                CREATE UNIQUE INDEX \(tableName)_key ON \(tableName) (pk, sk)
                """
        )
    }

    func drop(_ connection: Connection) throws { try connection.execute(script: "DROP TABLE \(tableName)") }

    func get(_ key: EncodedKey, _ connection: Connection) throws -> StoredItem? {
        try connection.first(select, .blob(key.partition), .blob(key.sort)) { row in
            StoredItem(size: row.integer(0), body: row.bytes(1))
        }
    }

    /// Hands the items to `body`, with their numbers, in the order in which they came, until it returns false.
    func forEach(
        behind position: Int,
        _ connection: Connection,
        _ body: (Int, EncodedKey, StoredItem) throws -> Bool
    ) throws {
        let sql = "SELECT id, pk, sk, size, body FROM \(tableName) WHERE id > ? ORDER BY id"
        try connection.query(sql, [.integer(position)]) { row in
            let key = EncodedKey(partition: row.bytes(1), sort: row.bytes(2))
            return try body(row.integer(0), key, StoredItem(size: row.integer(3), body: row.bytes(4)))
        }
    }

    func put(_ key: EncodedKey, _ item: StoredItem, _ connection: Connection) throws {
        try connection.run(upsert, .blob(key.partition), .blob(key.sort), .integer(item.size), .blob(item.body))
    }

    func delete(_ key: EncodedKey, _ connection: Connection) throws {
        try connection.run(remove, .blob(key.partition), .blob(key.sort))
    }
}
