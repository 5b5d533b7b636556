import FoundationEssentials
import Storage
import Testing

@Suite struct FileTests {
    private static let migrations = [Migration("test.1", "CREATE TABLE note (text TEXT NOT NULL)")]

    /// Calls `body` with a path in a new folder, which goes afterwards.
    private func withPath<Result>(_ body: (String) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "hearth-\(UInt64.random(in: 0...UInt64.max))"
        )
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder.appending(path: "state.db").path)
    }

    private func count(_ database: Database) throws -> Int? {
        try database.readAndWait { try $0.first("SELECT COUNT(*) FROM note") { $0.integer(0) } }
    }

    @Test func whatWasWrittenIsThereAfterwards() throws {
        try withPath { path in
            let first = try Database(.file(path), migrations: Self.migrations)
            _ = try first.writeAndWait { try $0.run("INSERT INTO note VALUES ('x')") }
            #expect(try count(first) == 1)
            first.close()
            let more = Self.migrations + [Migration("test.2", "ALTER TABLE note ADD COLUMN extra TEXT")]
            let second = try Database(.file(path), migrations: more)
            #expect(try count(second) == 1)
            second.close()
        }
    }

    @Test func aReadGoesOnWhileAWriteIsUnderWay() throws {
        try withPath { path in
            let database = try Database(.file(path), migrations: Self.migrations)
            try database.writeAndWait { connection in
                try connection.run("INSERT INTO note VALUES ('not yet committed')")
                #expect(try count(database) == 0)
            }
            #expect(try count(database) == 1)
            database.close()
        }
    }

    @Test func aSecondProcessIsRefused() throws {
        try withPath { path in
            let database = try Database(.file(path), migrations: Self.migrations)
            #expect(throws: StorageError.inUse(path: path)) {
                try Database(.file(path), migrations: Self.migrations)
            }
            database.close()
        }
    }

    @Test func aFileThatIsNoDatabaseIsRefusedByName() throws {
        try withPath { path in
            try Data(repeating: 0x2A, count: 8192).write(to: URL(filePath: path))
            let failure = #expect(throws: StorageError.self) {
                try Database(.file(path), migrations: Self.migrations)
            }
            #expect(failure?.description.hasPrefix("\(path) is damaged") == true)
        }
    }

    @Test func aDamagedPageIsFound() throws {
        try withPath { path in
            try makeNotes(path)
            var bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
            let page = 4096 * 3
            try #require(bytes.count > page + 4096)
            for index in page..<(page + 200) { bytes[index] = 0xEE }
            try Data(bytes).write(to: URL(filePath: path))
            #expect(throws: StorageError.self) { try Database(.file(path), migrations: Self.migrations) }
        }
    }

    @Test func aFileThatWasCutOffIsRefusedByName() throws {
        try withPath { path in
            try makeNotes(path)
            let whole = try Data(contentsOf: URL(filePath: path))
            try whole.prefix(whole.count / 2 + 100).write(to: URL(filePath: path))
            #expect(try refusal(path)?.hasPrefix("\(path) is damaged") == true)
        }
    }

    @Test func aLogThatIsNoneIsRefusedByName() throws {
        try withPath { path in
            try makeNotes(path)
            try Data(repeating: 0x2A, count: 8192).write(to: URL(filePath: path + "-wal"))
            #expect(try refusal(path)?.hasPrefix("\(path)-wal is damaged") == true)
        }
    }

    @Test func aFileOfANewerVersionIsRefusedByName() throws {
        try withPath { path in
            let newer = Self.migrations + [Migration("test.2", "ALTER TABLE note ADD COLUMN extra TEXT")]
            try Database(.file(path), migrations: newer).close()
            #expect(try refusal(path)?.hasPrefix("\(path) was written by a newer version of Hearth") == true)
            let database = try Database(.file(path), migrations: newer)
            database.close()
        }
    }

    @Test func aFolderInItsPlaceIsRefusedByName() throws {
        try withPath { path in
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
            #expect(try refusal(path)?.hasPrefix("\(path) cannot be used") == true)
        }
    }

    private func makeNotes(_ path: String) throws {
        let database = try Database(.file(path), migrations: Self.migrations)
        try database.writeAndWait { connection in
            for number in 0..<500 {
                try connection.run("INSERT INTO note VALUES (?)", .text(String(repeating: "\(number) ", count: 40)))
            }
        }
        database.close()
    }

    private func refusal(_ path: String) throws -> String? {
        #expect(throws: StorageError.self) { try Database(.file(path), migrations: Self.migrations) }?.description
    }

    @Test func aFolderThatIsNotThereIsNamed() {
        let failure = #expect(throws: StorageError.self) { try Database(.file("/nowhere/at/all.db"), migrations: []) }
        #expect(failure?.description.hasPrefix("/nowhere/at/all.db cannot be used") == true)
    }
}
