import Dispatch
import GRDB
import GRDBSQLite
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// SQLite's write-ahead log of one file, and when it is brought into the file. Left alone, SQLite does that within some
/// commit, and whoever waits for that one waits for the disk.
///
/// Checkpoints go on beside the writes, on a connection and a thread of their own. But SQLite begins the log anew only
/// if a write finds all of it brought in, which under steady writes happens never: once the log is long, and a checkpoint
/// beside has brought in nearly all of it, the writer holds still for the little that has come meanwhile.
/// https://sqlite.org/wal.html#ckpt
final class WriteAheadLog: Sendable {
    /// In pages of 4 KB: how much comes between two checkpoints, how long the log gets before it is begun anew, and how
    /// long it may get while a checkpoint is slower than the writes.
    private static let step: Int32 = 8000
    private static let length: Int32 = 32_000
    private static let bound: Int32 = 60_000
    /// How little of it the writer holds still for, and how many checkpoints beside the writes try to leave no more.
    private static let rest: Int32 = 1000
    private static let attempts = 3

    private struct State {
        var pages: Int32 = 0
        var nextCheckpoint = step
        var isRunning = false
        /// A checkpoint of a long log has ended.
        var isNearlyIn = false
    }

    private let state = Mutex(State())
    private let thread = DispatchQueue(label: "hearth.storage.checkpoint", qos: .utility)
    private let checkpointer: DatabaseQueue

    init(path: String) throws {
        checkpointer = try DatabaseQueue(path: path, configuration: .writer(inFile: true))
    }

    /// Watches the commits of `writer`, until it is closed.
    /// https://sqlite.org/c3ref/wal_hook.html
    func watch(_ writer: GRDB.Database) {
        sqlite3_wal_hook(
            writer.sqliteConnection,
            { log, _, _, pages in
                if let log { Unmanaged<WriteAheadLog>.fromOpaque(log).takeUnretainedValue().grew(to: pages) }
                return SQLITE_OK
            },
            Unmanaged.passUnretained(self).toOpaque()
        )
    }

    /// On the thread of a commit.
    private func grew(to pages: Int32) {
        let isDue = state.withLock { state in
            if pages < state.pages { state.nextCheckpoint = Self.step }
            state.pages = pages
            guard pages >= state.nextCheckpoint, !state.isRunning, !state.isNearlyIn else { return false }
            state.isRunning = true
            return true
        }
        if isDue { thread.async { self.checkpoint() } }
    }

    private func checkpoint() {
        var isLong = false
        for _ in 0..<Self.attempts {
            let pages = state.withLock { $0.pages }
            isLong = pages >= Self.length
            try? checkpointer.inDatabase { try $0.execute(sql: "PRAGMA wal_checkpoint(PASSIVE)") }
            if !isLong || state.withLock({ $0.pages - pages < Self.rest }) { break }
        }
        state.withLock { state in
            state.isRunning = false
            state.isNearlyIn = isLong
            state.nextCheckpoint = state.pages + Self.step
        }
    }

    /// Whether the writer must bring in what is left before it writes more.
    var mustBeFinished: Bool { state.withLock { $0.isNearlyIn || $0.pages >= Self.bound } }

    /// Brings the rest into the file, on the writer's own connection and thread, once a checkpoint beside it is done:
    /// SQLite refuses a second one meanwhile. When it fails, the log only stays longer: the next commits try again.
    func finish(_ writer: Connection) {
        thread.sync {}
        _ = try? writer.first("PRAGMA wal_checkpoint(PASSIVE)") { _ in }
        state.withLock { state in
            state.isNearlyIn = false
            state.nextCheckpoint = state.pages + Self.step
            state.pages = 0
        }
    }

    /// Refuses a log that is none: SQLite would pass over it, and what it held would be missing without a word.
    /// https://sqlite.org/fileformat2.html#walformat
    static func check(beside path: String) throws(StorageError) {
        guard let file = fopen(path + "-wal", "rb") else { return }
        defer { fclose(file) }
        var magic: UInt32 = 0
        guard fread(&magic, 4, 1, file) == 1 else { return }
        guard UInt32(bigEndian: magic) & ~1 == 0x377F_0682 else {
            throw .corrupt(path: path + "-wal", detail: "it is no write-ahead log")
        }
    }

    func close() {
        thread.sync {}
        try? checkpointer.close()
    }
}
