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
/// A checkpoint goes on beside the writes, on a connection and a thread of its own. But SQLite begins the log anew only
/// if a write finds all of it brought in, which under steady writes happens never: once the log is much too long, the
/// writer holds still for the little that the checkpoint beside it has left over.
/// https://sqlite.org/wal.html#ckpt
final class WriteAheadLog: Sendable {
    /// In pages of 4 KB: how much comes between two checkpoints, and what the log must not exceed by much.
    private static let step: Int32 = 4000
    private static let limit: Int32 = 16_000

    private let pages = Atomic<Int32>(0)
    private let nextCheckpoint = Atomic<Int32>(step)
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
        let before = self.pages.exchange(pages, ordering: .relaxed)
        if pages < before { nextCheckpoint.store(Self.step, ordering: .relaxed) }
        guard pages >= nextCheckpoint.load(ordering: .relaxed) else { return }
        nextCheckpoint.store(pages + Self.step, ordering: .relaxed)
        thread.async {
            try? self.checkpointer.inDatabase { try $0.execute(sql: "PRAGMA wal_checkpoint(PASSIVE)") }
        }
    }

    /// Whether the writer must wait for a checkpoint before it writes more.
    var isTooLong: Bool { pages.load(ordering: .relaxed) >= Self.limit }

    /// Brings the rest into the file, on the writer's own connection and thread, once the checkpoint beside it is done:
    /// SQLite refuses a second one meanwhile. When it fails, the log only stays longer: the next commit tries again.
    func finish(_ writer: Connection) {
        thread.sync {}
        pages.store(0, ordering: .relaxed)
        _ = try? writer.first("PRAGMA wal_checkpoint(PASSIVE)") { _ in }
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
