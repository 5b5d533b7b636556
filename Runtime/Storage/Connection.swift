import GRDB
import GRDBSQLite

/// One SQLite connection, as the closure of a read or a write sees it. Must not leave that closure.
///
/// GRDB opens, configures and migrates, and prepares and keeps the statements. Values are bound and columns read with
/// SQLite's own calls, so that the bytes of an item are not copied on their way.
package final class Connection {
    private let database: GRDB.Database
    private let path: String

    init(_ database: GRDB.Database, path: String) {
        self.database = database
        self.path = path
    }

    /// Runs one statement to its end and returns how many rows it changed.
    @discardableResult
    package func run(_ sql: String, _ values: SQLValue...) throws -> Int {
        try query(sql, values) { _ in true }
        return database.changesCount
    }

    /// The first row of a query as `read` understands it; `nil` without a row.
    package func first<Value>(_ sql: String, _ values: SQLValue..., read: (Row) throws -> Value) throws -> Value? {
        var result: Value?
        try query(sql, values) { row in
            result = try read(row)
            return false
        }
        return result
    }

    /// Hands every row of a query to `body` until it returns false.
    package func query(_ sql: String, _ values: [SQLValue], _ body: (Row) throws -> Bool) throws {
        let statement = try prepare(sql)
        defer {
            sqlite3_reset(statement)
            sqlite3_clear_bindings(statement)
        }
        for (index, value) in values.enumerated() {
            let code = bind(value, to: statement, at: Int32(index + 1))
            guard code == SQLITE_OK else { throw error(code, sql) }
        }
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW: guard try body(Row(statement: statement)) else { return }
            case SQLITE_DONE: return
            case let code: throw error(code, sql)
            }
        }
    }

    /// Runs statements that return nothing, separated by semicolons.
    package func execute(script: String) throws {
        do {
            try database.execute(sql: script)
        } catch let error as DatabaseError {
            throw StorageError(error, path: path)
        }
    }

    /// Lets all queries of `body` see one state of the store, whatever is written meanwhile.
    package func snapshot<Value>(_ body: () throws -> Value) throws -> Value {
        try run("BEGIN DEFERRED")
        defer { _ = try? run("COMMIT") }
        return try body()
    }

    /// Undoes everything `body` wrote when it throws.
    package func savepoint<Value>(_ body: () throws -> Value) throws -> Value {
        try execute(script: "SAVEPOINT hearth")
        do {
            let value = try body()
            try execute(script: "RELEASE hearth")
            return value
        } catch {
            if database.isInsideTransaction { try execute(script: "ROLLBACK TO hearth; RELEASE hearth") }
            throw error
        }
    }

    /// The number of the row that was inserted last.
    package var lastInsertedRow: Int { Int(database.lastInsertedRowID) }

    /// How many rows have been written since the connection was opened, undone ones included. Tables that are made or
    /// dropped do not count.
    var changes: Int { database.totalChangesCount }

    /// Whether SQLite is in a transaction. After some failures, such as a full disk, it has left it by itself.
    var isInsideTransaction: Bool { database.isInsideTransaction }

    private func prepare(_ sql: String) throws -> OpaquePointer {
        do {
            return try database.cachedStatement(sql: sql).sqliteStatement
        } catch let error as DatabaseError {
            throw StorageError(error, path: path)
        }
    }

    private func bind(_ value: SQLValue, to statement: OpaquePointer, at index: Int32) -> Int32 {
        // SQLITE_TRANSIENT: SQLite copies the bytes.
        let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        switch value {
        case .null: return sqlite3_bind_null(statement, index)
        case .integer(let number): return sqlite3_bind_int64(statement, index, number)
        case .text(let text):
            return sqlite3_bind_text64(statement, index, text, UInt64(text.utf8.count), transient, UInt8(SQLITE_UTF8))
        case .blob(let bytes):
            if bytes.isEmpty { return sqlite3_bind_zeroblob(statement, index, 0) }
            return bytes.withUnsafeBytes {
                sqlite3_bind_blob64(statement, index, $0.baseAddress, UInt64($0.count), transient)
            }
        }
    }

    private func error(_ code: Int32, _ sql: String) -> StorageError {
        StorageError(code: code, detail: database.lastErrorMessage ?? "code \(code)", sql: sql, path: path)
    }
}

extension StorageError {
    init(_ error: DatabaseError, path: String) {
        self.init(
            code: error.resultCode.rawValue,
            detail: error.message ?? "code \(error.resultCode.rawValue)",
            sql: error.sql ?? "",
            path: path
        )
    }

    init(code: Int32, detail: String, sql: String, path: String) {
        switch code & 0xFF {
        case SQLITE_FULL: self = .full(path: path)
        case SQLITE_CORRUPT, SQLITE_NOTADB: self = .corrupt(path: path, detail: detail)
        case SQLITE_BUSY, SQLITE_LOCKED: self = .inUse(path: path)
        case SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_PERM:
            self = .unavailable(path: path, detail: detail)
        default: self = .statement(sql: sql, detail: detail)
        }
    }
}
