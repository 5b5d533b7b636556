import Storage

/// The entries of one secondary index: what it projects of each item, ordered by the index's key and then the item's.
struct IndexStore: Sendable {
    let index: SecondaryIndex
    let tableName: String
    private let tableKey: KeySchema
    private let upsert: String
    private let remove: String

    init(_ index: SecondaryIndex, table: Int, tableKey: KeySchema) {
        self.index = index
        self.tableKey = tableKey
        tableName = "dynamodb_index_\(table)_\(index.number)"
        upsert = """
            INSERT INTO \(tableName) (pk, sk, item_pk, item_sk, size, body) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (pk, sk, item_pk, item_sk) DO UPDATE SET size = excluded.size, body = excluded.body
            """
        remove = "DELETE FROM \(tableName) WHERE pk = ? AND sk = ? AND item_pk = ? AND item_sk = ?"
    }

    func create(_ connection: Connection) throws {
        try connection.execute(
            script: """
                CREATE TABLE \(tableName) (
                    id INTEGER PRIMARY KEY, pk BLOB NOT NULL, sk BLOB NOT NULL,
                    item_pk BLOB NOT NULL, item_sk BLOB NOT NULL, size INTEGER NOT NULL, body BLOB NOT NULL
                );
                CREATE UNIQUE INDEX \(tableName)_key ON \(tableName) (pk, sk, item_pk, item_sk)
                """
        )
    }

    func drop(_ connection: Connection) throws { try connection.execute(script: "DROP TABLE \(tableName)") }

    /// Brings the index from the state of an item before a write to that after it. Returns the write units it took.
    func update(
        _ key: EncodedKey,
        from old: AttributeMap?,
        to new: AttributeMap?,
        _ connection: Connection
    ) throws -> Int {
        let before = old.flatMap { index.entry(for: $0, of: tableKey) }
        let after = new.flatMap { index.entry(for: $0, of: tableKey) }
        if let before, let after, before.key == after.key, before.item == after.item { return 0 }
        var units = 0
        if let before {
            units += Capacity.writeUnits(before.item.size)
            if before.key != after?.key { try delete(before.key, key, connection) }
        }
        if let after {
            let size = Capacity.writeUnits(after.item.size)
            units = before?.key == after.key ? max(units, size) : units + size
            try put(after.key, key, StoredItem(after.item), connection)
        }
        return units
    }

    private func put(_ entry: EncodedKey, _ key: EncodedKey, _ item: StoredItem, _ connection: Connection) throws {
        try connection.run(
            upsert,
            .blob(entry.partition),
            .blob(entry.sort),
            .blob(key.partition),
            .blob(key.sort),
            .integer(item.size),
            .blob(item.body)
        )
    }

    private func delete(_ entry: EncodedKey, _ key: EncodedKey, _ connection: Connection) throws {
        try connection.run(
            remove,
            .blob(entry.partition),
            .blob(entry.sort),
            .blob(key.partition),
            .blob(key.sort)
        )
    }
}
