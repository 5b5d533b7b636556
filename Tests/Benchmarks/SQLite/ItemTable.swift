import GRDBSQLite

/// A table of items as Hearth's DynamoDB lays it out.
final class ItemTable {
    struct Failure: Error {
        var code: Int32
        var message: String
    }

    private let connection: OpaquePointer
    private var statements: [String: OpaquePointer] = [:]
    /// As long as an item of the benchmark.
    private let body = [UInt8](repeating: UInt8(ascii: "x"), count: 560)

    init(at path: String) throws {
        var opened: OpaquePointer?
        let code = sqlite3_open_v2(path, &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nil)
        guard let opened, code == SQLITE_OK else { throw Failure(code: code, message: path) }
        connection = opened
        try run("PRAGMA journal_mode = WAL")
        for setting in ["synchronous = NORMAL", "cache_size = -65536"] { try run("PRAGMA \(setting)") }
        try run("CREATE TABLE item (id INTEGER PRIMARY KEY, pk BLOB, sk BLOB, size INTEGER, body BLOB)")
        try run("CREATE UNIQUE INDEX item_key ON item (pk, sk)")
    }

    func put(partition: Int, sort: Int) throws {
        try run(
            """
            INSERT INTO item (pk, sk, size, body) VALUES (?1, ?2, 500, ?3)
            ON CONFLICT (pk, sk) DO UPDATE SET size = excluded.size, body = excluded.body
            """,
            [key(partition), key(sort), body]
        )
    }

    func get(partition: Int, sort: Int) throws {
        try run("SELECT size, body FROM item WHERE pk = ?1 AND sk = ?2", [key(partition), key(sort)])
    }

    func query(partition: Int) throws {
        try run("SELECT size, body FROM item WHERE pk = ?1 ORDER BY sk", [key(partition)])
    }

    /// Scattered like the hashes that partition keys begin with.
    private func key(_ number: Int) -> [UInt8] {
        withUnsafeBytes(of: (UInt64(number) &* 0x9E37_79B9_7F4A_7C15).bigEndian) { Array($0) }
    }

    /// Runs a statement to its end and looks at the last column of every row.
    func run(_ sql: String, _ values: [[UInt8]] = []) throws {
        let statement = try prepared(sql)
        defer { sqlite3_reset(statement) }
        for (index, value) in values.enumerated() {
            // SQLITE_TRANSIENT: SQLite copies the bytes.
            let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
            sqlite3_bind_blob64(statement, Int32(index + 1), value, UInt64(value.count), transient)
        }
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW: _ = sqlite3_column_blob(statement, sqlite3_column_count(statement) - 1)
            case SQLITE_DONE: return
            case let code: throw Failure(code: code, message: String(cString: sqlite3_errmsg(connection)))
            }
        }
    }

    private func prepared(_ sql: String) throws -> OpaquePointer {
        if let statement = statements[sql] { return statement }
        var statement: OpaquePointer?
        let code = sqlite3_prepare_v2(connection, sql, -1, &statement, nil)
        guard let statement, code == SQLITE_OK else {
            throw Failure(code: code, message: String(cString: sqlite3_errmsg(connection)))
        }
        statements[sql] = statement
        return statement
    }
}
