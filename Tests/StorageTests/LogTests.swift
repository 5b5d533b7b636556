import FoundationEssentials
import Synchronization
import Testing

@testable import Storage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Pauses that end when they are told to.
private final class Pauses: Sendable {
    private let waiting = Mutex<[@Sendable () -> Void]>([])

    var begin: @Sendable (@escaping @Sendable () -> Void) -> Void {
        { [self] action in waiting.withLock { $0.append(action) } }
    }

    /// How many there were.
    func end() -> Int {
        let ended = waiting.withLock { waiting in
            defer { waiting = [] }
            return waiting
        }
        for action in ended { action() }
        return ended.count
    }
}

/// What has been acknowledged is in the files, whatever becomes of the process.
@Suite struct LogTests {
    private static let migrations = [
        Migration("test.1", "CREATE TABLE note (id INTEGER PRIMARY KEY, body BLOB NOT NULL)")
    ]

    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "hearth-\(UInt64.random(in: 0...UInt64.max))"
        )
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.path)
    }

    /// How many notes the files hold as they are now, and the sum of the first bytes of their bodies.
    private func found(_ path: String) throws -> [Int] {
        let copy = path + ".copy"
        for end in ["", "-wal"] {
            try? FileManager.default.removeItem(atPath: copy + end)
            try FileManager.default.copyItem(atPath: path + end, toPath: copy + end)
        }
        let database = try Database(.file(copy), migrations: Self.migrations)
        defer { database.close() }
        return try database.readAndWait { connection in
            var found = [0, 0]
            try connection.query("SELECT body FROM note", []) { row in
                found[0] += 1
                found[1] += Int(row.bytes(0)[0])
                return true
            }
            return found
        }
    }

    private func body(_ first: UInt8, _ size: Int = 2000) -> SQLValue {
        .blob([first] + [UInt8](repeating: 0x78, count: size))
    }

    @Test func eachTransactionIsInTheFilesWhenItIsAcknowledged() throws {
        try withFolder { folder in
            let path = folder + "/state.db"
            let database = try Database(.file(path), migrations: Self.migrations)
            for count in 1...5 {
                _ = try database.writeAndWait { try $0.run("INSERT INTO note (body) VALUES (?)", body(1)) }
                #expect(try found(path) == [count, count])
            }
            database.close()
        }
    }

    // MARK: At rest

    private func size(_ path: String) throws -> Int {
        try #require(FileManager.default.attributesOfItem(atPath: path)[.size] as? Int)
    }

    @Test func whatIsNotWrittenToForAWhileHasNoLog() throws {
        try withFolder { folder in
            let (path, pauses) = (folder + "/state.db", Pauses())
            let database = try Database(.file(path), migrations: Self.migrations, pause: pauses.begin)
            defer { database.close() }
            for _ in 0..<50 {
                _ = try database.writeAndWait { try $0.run("INSERT INTO note (body) VALUES (?)", body(1)) }
            }
            // Written to within the first pause, it is not still before the end of the second.
            #expect(pauses.end() == 1)
            #expect(try size(path + "-wal") > 50 * 4096)
            #expect(pauses.end() == 1)
            try settle(database)
            #expect(try size(path + "-wal") == 0)
            #expect(pauses.end() == 0)
            #expect(try found(path) == [50, 50])
            // It goes on from there.
            _ = try database.writeAndWait { try $0.run("INSERT INTO note (body) VALUES (?)", body(2)) }
            #expect(try found(path) == [51, 52])
            #expect(pauses.end() == 1)
        }
    }

    @Test func whatIsWrittenToIsNotCut() throws {
        try withFolder { folder in
            let (path, pauses) = (folder + "/state.db", Pauses())
            let database = try Database(.file(path), migrations: Self.migrations, pause: pauses.begin)
            defer { database.close() }
            for count in 1...5 {
                _ = try database.writeAndWait { try $0.run("INSERT INTO note (body) VALUES (?)", body(1)) }
                #expect(pauses.end() == 1)
                try settle(database)
                #expect(try size(path + "-wal") > count * 4096)
            }
        }
    }

    @Test func aReaderOfAnOlderStateIsNotDisturbed() throws {
        try withFolder { folder in
            let (path, pauses) = (folder + "/state.db", Pauses())
            let database = try Database(.file(path), migrations: Self.migrations, pause: pauses.begin)
            defer { database.close() }
            let add = { @Sendable in
                try database.writeAndWait { try $0.run("INSERT INTO note (body) VALUES (?)", body(1)) }
            }
            let count = { @Sendable (connection: Connection) in
                try connection.first("SELECT count(*) FROM note") { $0.integer(0) }
            }
            _ = try add()
            let counts = try database.readAndWait { connection in
                try connection.snapshot {
                    let before = try count(connection)
                    _ = try add()
                    for _ in 0..<3 { _ = pauses.end() }
                    try settle(database)
                    return [before, try count(connection)]
                }
            }
            #expect(counts == [1, 1])
            #expect(try size(path + "-wal") > 0)
            // Once it has gone, the next pause is the last.
            #expect(pauses.end() == 1)
            try settle(database)
            #expect(try size(path + "-wal") == 0)
            #expect(try found(path) == [2, 2])
        }
    }

    /// Waits for what the end of a pause has set going.
    private func settle(_ database: Database) throws {
        database.settleLog()
        _ = try database.writeAndWait { _ in }
    }

    /// What goes out in one piece has a limit, which must not part a transaction from its end.
    @Test func soIsOneOfAnyNumberOfPages() throws {
        try withFolder { folder in
            let path = folder + "/state.db"
            let database = try Database(.file(path), migrations: Self.migrations)
            var count = 0
            for pages in 24...40 {
                count += pages
                _ = try database.writeAndWait { connection in
                    for _ in 0..<pages { try connection.run("INSERT INTO note (body) VALUES (?)", body(1, 4000)) }
                }
                #expect(try found(path) == [count, count])
            }
            database.close()
        }
    }

    /// The one before has got as far as the head of some frame. Where this test may mount a small file system of its own.
    @Test func soIsOneBehindAnotherThatFoundNoSpace() throws {
        try withFolder { folder in
            guard mount("tmpfs", folder, "tmpfs", 0, "size=12m") == 0 else { return }
            defer { umount2(folder, Int32(MNT_DETACH)) }
            for pages in 24...40 {
                let (path, filler) = ("\(folder)/\(pages).db", folder + "/filler")
                let database = try Database(.file(path), migrations: Self.migrations)
                defer { database.close() }
                let add = { @Sendable (count: Int) in
                    try database.writeAndWait { connection in
                        for _ in 0..<count { try connection.run("INSERT INTO note (body) VALUES (?)", body(1, 4000)) }
                    }
                }
                try fill(filler, leaving: 64 << 10, of: folder)
                #expect(throws: StorageError.full(path: path)) { try add(200) }
                try FileManager.default.removeItem(atPath: filler)
                try add(pages)
                #expect(try found(path) == [pages, pages])
                for end in ["", "-wal", ".copy", ".copy-wal"] { unlink(path + end) }
            }
        }
    }

    private func fill(_ file: String, leaving space: Int, of folder: String) throws {
        var status = statvfs()
        #expect(statvfs(folder, &status) == 0)
        let free = Int(status.f_bavail) * Int(status.f_frsize)
        try Data(count: free - space).write(to: URL(filePath: file))
    }

    /// Such a transaction writes pages before its end, reads them again and changes them where they are.
    @Test func soIsOneThatIsLongerThanTheCache() throws {
        try withFolder { folder in
            let path = folder + "/state.db"
            let database = try Database(.file(path), migrations: Self.migrations)
            _ = try database.writeAndWait { connection in
                for _ in 0..<15_000 { try connection.run("INSERT INTO note (body) VALUES (?)", body(1)) }
                for id in [1, 7000, 14_999] {
                    try connection.run("UPDATE note SET body = ? WHERE id = ?", body(3), .integer(id))
                }
            }
            #expect(try found(path) == [15_000, 15_006])
            // After one that is undone, the log goes on where it was.
            struct Undone: Error {}
            #expect(throws: Undone.self) {
                try database.writeAndWait(.alone) { connection in
                    for _ in 0..<12_000 { try connection.run("INSERT INTO note (body) VALUES (?)", body(9)) }
                    throw Undone()
                }
            }
            #expect(try found(path) == [15_000, 15_006])
            _ = try database.writeAndWait { try $0.run("INSERT INTO note (body) VALUES (?)", body(2)) }
            #expect(try found(path) == [15_001, 15_008])
            database.close()
        }
    }
}
