import JSON
import Storage
import Synchronization

/// Keeps the documents of a service in memory and in a table of the store.
package final class DocumentStore: Sendable {
    private let table: String
    private let documents: Mutex<(current: Documents, written: Documents, changed: Set<Documents.Key>)>

    /// What makes the table: one of the service's migrations.
    package static func migration(_ name: String, table: String) -> Migration {
        Migration(
            name,
            """
            CREATE TABLE \(table) (
                kind TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL, document TEXT NOT NULL,
                UNIQUE (kind, region, name)
            )
            """
        )
    }

    /// Takes up what the table holds.
    package init(table: String, _ database: Database) throws {
        self.table = table
        let stored = try database.readAndWait { connection in
            var documents = Documents()
            try connection.query("SELECT kind, region, name, document FROM \(table)", []) { row in
                let shelf = Documents.Shelf(row.text(0), row.text(1))
                documents[shelf, row.text(2)] = try JSON(parsing: row.bytes(3)).objectValue
                return true
            }
            return documents.withoutChanges()
        }
        documents = Mutex((stored, stored, []))
    }

    /// As of the last commit.
    package var current: Documents { documents.withLock(\.current) }

    /// Writes what has changed; it becomes current with `commit`. For writes that have a transaction to themselves.
    package func write(_ changed: Documents, _ connection: Connection) throws {
        for (key, document) in changed.changes {
            let place: [SQLValue] = [.text(key.shelf.kind), .text(key.shelf.region), .text(key.name)]
            if let document {
                try connection.run(
                    "INSERT OR REPLACE INTO \(table) (kind, region, name, document) VALUES (?, ?, ?, ?)",
                    place[0],
                    place[1],
                    place[2],
                    .text(JSON.object(document).text)
                )
            } else {
                try connection.run(
                    "DELETE FROM \(table) WHERE kind = ? AND region = ? AND name = ?",
                    place[0],
                    place[1],
                    place[2]
                )
            }
        }
        documents.withLock { documents in
            documents.written = changed.withoutChanges()
            documents.changed = Set(changed.changes.keys)
        }
    }

    /// Follows the commit of the transaction that has written. Returns what has changed by it.
    @discardableResult
    package func commit() -> Set<Documents.Key> {
        documents.withLock { documents in
            documents.current = documents.written
            return documents.changed
        }
    }

    /// Removes every document, in a transaction of its own; `commit` follows.
    package func removeAll(_ connection: Connection) throws {
        try connection.run("DELETE FROM \(table)")
        documents.withLock { $0.written = Documents() }
    }
}
