import CPageCache
import Dispatch
import GRDB
import GRDBSQLite
import Synchronization

/// A SQLite file, or a database in memory: one writer that commits the writes of many callers together, and readers
/// that no write holds up.
///
/// In a file, what was acknowledged survives the death of the process (write-ahead log, synchronous NORMAL); after a
/// loss of power the last transactions may be missing, but the file is whole. A database in memory has one connection,
/// so that reads there wait for writes.
package final class Database: Sendable {
    package enum Location: Sendable, Hashable {
        case file(String)
        case memory
    }

    /// Before the first of them is opened, and once.
    private static let pageCachesAreLight = cpagecache_install()

    private let writer: Writer
    /// `nil` in memory.
    private let readers: ReaderPool?
    /// `nil` in memory, and once closed.
    private let lock: Mutex<FileLock?>

    /// Opens the store, creates it where there is none, and brings its schema up to date.
    package convenience init(
        _ location: Location,
        migrations: [Migration],
        readers: Int = 2
    ) throws(StorageError) {
        try self.init(location, migrations: migrations, readers: readers, pause: WriteAheadLog.pause)
    }

    /// `pause` says how long a while is without writes, after which the log is brought into the file.
    init(
        _ location: Location,
        migrations: [Migration],
        readers readerCount: Int = 2,
        pause: @escaping WriteAheadLog.Pause
    ) throws(StorageError) {
        _ = Self.pageCachesAreLight
        let path = if case .file(let path) = location { path } else { "the store in memory" }
        do {
            switch location {
            case .memory:
                lock = Mutex(nil)
                let queue = try DatabaseQueue(configuration: .writer(inFile: false))
                try DatabaseMigrator(migrations).migrate(queue)
                writer = Writer(queue, path: path, log: nil)
                readers = nil
            case .file:
                lock = Mutex(try FileLock(beside: path))
                FileSystem.register()
                try WriteAheadLog.check(beside: path)
                let queue = try DatabaseQueue(path: path, configuration: .writer(inFile: true))
                let migrator = DatabaseMigrator(migrations)
                try queue.inDatabase { database in
                    try Self.check(database, path)
                    if try migrator.hasBeenSuperseded(database) { throw StorageError.newer(path: path) }
                }
                try migrator.migrate(queue)
                writer = Writer(queue, path: path, log: try WriteAheadLog(path: path, pause: pause))
                readers = try ReaderPool(path: path, count: max(1, readerCount))
            }
        } catch let error as StorageError {
            throw error
        } catch let error as DatabaseError {
            throw StorageError(error, path: path)
        } catch {
            throw .unavailable(path: path, detail: "\(error)")
        }
    }

    /// Looks over a file that is small enough to be read in a moment.
    private static func check(_ database: GRDB.Database, _ path: String) throws {
        let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
        guard pages < 16_384 else { return }
        let verdict = try String.fetchOne(database, sql: "PRAGMA quick_check(1)") ?? "ok"
        guard verdict == "ok" else { throw StorageError.corrupt(path: path, detail: verdict) }
    }

    /// Runs `body` on a thread that may block, with a connection that only reads. Every statement sees all that was
    /// acknowledged before it; several statements may see different states.
    package func read(_ body: @escaping @Sendable (Result<Connection, StorageError>) -> Void) {
        if let readers { readers.read(body) } else { writer.read(body) }
    }

    /// Runs a read of one row by its key, which takes less than waking another thread, on the very thread that calls the
    /// action of `together`, an event loop even. In memory it is the same as `read`.
    package func read(
        together: Together,
        _ body: @escaping @Sendable (Result<Connection, StorageError>) -> Void
    ) {
        if let readers { readers.read(together, body) } else { writer.read(body) }
    }

    /// Runs `body` in a transaction that it may share with others, and `completion` once that is durable or lost.
    /// Writes run in the order they were handed in, on the writer's thread. With `together`, a write that finds nothing
    /// else being written waits for those that come in with it; one that stays alone runs on the very thread that calls
    /// the action, an event loop even, and has completed when the action returns.
    ///
    /// When `body` throws, nothing of what it wrote stays. It may run twice: a transaction that fails as a whole is
    /// repeated write by write.
    package func write<Value: Sendable>(
        _ isolation: WriteIsolation = .shared,
        together: Together? = nil,
        _ body: @escaping @Sendable (Connection) throws -> Value,
        completion: @escaping @Sendable (Result<Value, any Error>) -> Void
    ) {
        writer.write(isolation, together, body, completion: completion)
    }

    /// The same as `write` for a caller that can wait: start-up and tests, never an event loop. `committed` follows the
    /// commit on the writer's thread.
    package func writeAndWait<Value: Sendable>(
        _ isolation: WriteIsolation = .shared,
        _ body: @escaping @Sendable (Connection) throws -> Value,
        committed: @escaping @Sendable (Value) -> Void = { _ in }
    ) throws -> Value {
        let answer = Answer<Value>()
        write(isolation, body) { result in
            if case .success(let value) = result { committed(value) }
            answer.give(result)
        }
        return try answer.wait().get()
    }

    /// The same as `read` for a caller that can wait.
    package func readAndWait<Value: Sendable>(_ body: @escaping @Sendable (Connection) throws -> Value) throws -> Value
    {
        let answer = Answer<Value>()
        read { connection in answer.give(Result { try body(connection.get()) }) }
        return try answer.wait().get()
    }

    /// Waits for a checkpoint that is going on.
    func settleLog() { writer.settleLog() }

    /// Whether nothing waits to be written. In memory, where readers wait for the same thread, nobody can tell.
    package var isIdle: Bool { readers != nil && writer.isIdle }

    /// Runs what is waiting, brings the log into the file and closes it. Everything after that fails with `.closed`.
    package func close() {
        readers?.close()
        writer.close()
        lock.withLock { $0 = nil }
    }
}
