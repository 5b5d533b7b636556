import FoundationEssentials
import Storage
import Testing

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
