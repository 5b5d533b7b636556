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
///
/// When nothing has been written for a while, all of it is brought in, and the log is cut down to nothing.
/// https://sqlite.org/wal.html#ckpt
final class WriteAheadLog: Sendable {
    /// Calls an action when a while has passed.
    typealias Pause = @Sendable (_ action: @escaping @Sendable () -> Void) -> Void

    /// Long, as the first write that begins a log anew waits for the disk.
    static let pause: Pause = { action in
        DispatchQueue.global(qos: .utility).asyncAfter(deadline: .now() + .seconds(5), execute: action)
    }

    /// How little of it the writer holds still for, in pages of 4 KB, and how many checkpoints beside the writes try to leave
    /// no more.
    private static let rest: Int32 = 1000
    private static let attempts = 3

    private struct State {
        var progress = LogProgress()
        /// The end of a pause is waited for.
        var isPausing = false
        /// Nothing has been written since the last pause began.
        var isStill = false
        var isClosed = false
    }

    private let state = Mutex(State())
    private let thread = DispatchQueue(label: "hearth.storage.checkpoint", qos: .utility)
    private let checkpointer: DatabaseQueue
    private let pause: Pause
    /// Lets the writer's thread look at the log, unless it is writing.
    private let wakeWriter = Mutex<@Sendable () -> Void>({})

    init(path: String, pause: @escaping Pause = WriteAheadLog.pause) throws {
        checkpointer = try DatabaseQueue(path: path, configuration: .writer(inFile: true))
        self.pause = pause
    }

    /// Watches the commits of `writer`, until it is closed. `wake` lets its thread look at the log, unless it is writing.
    /// https://sqlite.org/c3ref/wal_hook.html
    func watch(_ writer: GRDB.Database, wake: @escaping @Sendable () -> Void) {
        wakeWriter.withLock { $0 = wake }
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
        let (isDue, pauses) = state.withLock { state in
            let pauses = !state.isPausing
            (state.isStill, state.isPausing) = (false, true)
            return (state.progress.grew(to: pages), pauses)
        }
        if isDue { thread.async { self.checkpoint() } }
        if pauses { beginPause() }
    }

    // MARK: At rest

    private func beginPause() { pause { [weak self] in self?.endPause() } }

    private func endPause() {
        let (isOver, wasStill) = state.withLock { state in
            defer { state.isStill = true }
            if state.isStill || state.isClosed { state.isPausing = false }
            return (state.isClosed, state.isStill)
        }
        if isOver { return }
        if wasStill { thread.async { self.bringIn() } } else { beginPause() }
    }

    /// Nobody waits for the disk here. What the writer has to do then is to cut the log.
    private func bringIn() {
        let (pages, isClosed) = state.withLock { ($0.progress.pages, $0.isClosed) }
        if isClosed { return }
        let wholly = try? checkpointer.inDatabase { database in
            let outcome = try GRDB.Row.fetchOne(database, sql: "PRAGMA wal_checkpoint(PASSIVE)")
            return outcome?["log"] == outcome?["checkpointed"] as Int32?
        }
        let (isIn, pauses) = state.withLock { state in
            let isStill = state.isStill && state.progress.pages == pages
            if isStill && wholly == true { state.progress.wentIn() }
            // A reader is still at something older.
            let pauses = isStill && wholly != true && !state.isPausing
            if pauses { state.isPausing = true }
            return (state.progress.isIn, pauses)
        }
        if isIn { wakeWriter.withLock { $0 }() }
        if pauses { beginPause() }
    }

    // MARK: While there are writes

    private func checkpoint() {
        var isLong = false
        for _ in 0..<Self.attempts {
            let progress = state.withLock { $0.progress }
            isLong = progress.isLong
            try? checkpointer.inDatabase { try $0.execute(sql: "PRAGMA wal_checkpoint(PASSIVE)") }
            if !isLong || state.withLock({ $0.progress.pages - progress.pages < Self.rest }) { break }
        }
        state.withLock { $0.progress.checkpointed(wasLong: isLong) }
    }

    /// Whether the writer must bring in what is left before it writes more.
    var mustBeFinished: Bool { state.withLock { $0.progress.mustBeFinished } }

    /// Brings the rest into the file, on the writer's own connection and thread, once a checkpoint beside it is done:
    /// SQLite refuses a second one meanwhile. When it fails, the log only stays longer: the next commits try again.
    func finish(_ writer: Connection) {
        settle()
        // All in, nothing is left to wait for. Where readers are still at what is in the log, it stays as long as it is.
        let mode = state.withLock { $0.progress.isIn } ? "TRUNCATE" : "PASSIVE"
        _ = try? writer.first("PRAGMA wal_checkpoint(\(mode))") { _ in }
        state.withLock { $0.progress.finished() }
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

    /// Waits for a checkpoint beside the writes.
    func settle() { thread.sync {} }

    func close() {
        state.withLock { $0.isClosed = true }
        settle()
        try? checkpointer.close()
    }
}
