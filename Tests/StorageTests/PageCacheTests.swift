import FoundationEssentials
import Testing

@testable import Storage

/// `CPageCache` stands between SQLite and its page caches in all of these.
@Suite struct PageCacheTests {
    private static let migrations = [
        Migration("1", "CREATE TABLE entry (key BLOB PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID")
    ]

    /// Keys in no order, so that pages of the index split, and pages that come and go with a transaction that is undone.
    @Test(arguments: [true, false])
    func pagesSplitAndGoAndComeAgain(inFile: Bool) throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "hearth-\(UInt64.random(in: 0...UInt64.max))"
        )
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let location: Database.Location = inFile ? .file(folder.appending(path: "state.db").path) : .memory
        let database = try Database(location, migrations: Self.migrations)
        defer { database.close() }
        for round in 1...3 {
            for part in 0..<8 {
                try database.writeAndWait { try fill($0, part * 250..<(part + 1) * 250, round) }
            }
            #expect(try count(database, round) == 2000)
            #expect(throws: Undone.self) {
                try database.writeAndWait(.alone) { connection in
                    try fill(connection, 2000..<4000, round)
                    throw Undone()
                }
            }
            #expect(try count(database, round) == 2000)
            let verdict = try database.readAndWait { try $0.first("PRAGMA integrity_check") { $0.text(0) } }
            #expect(verdict == "ok")
            _ = try database.writeAndWait(.alone) { try $0.run("DELETE FROM entry") }
            #expect(try count(database, round) == 0)
        }
    }

    private struct Undone: Error {}

    private func fill(_ connection: Connection, _ numbers: Range<Int>, _ round: Int) throws {
        let body = [UInt8](repeating: UInt8(round), count: 200)
        for number in numbers {
            let key = UInt64(number) &* 0x9E37_79B9_7F4A_7C15
            let bytes = (0..<8).map { UInt8(truncatingIfNeeded: key >> ($0 * 8)) }
            try connection.run("INSERT INTO entry VALUES (?, ?)", .blob(bytes), .blob(body))
        }
    }

    private func count(_ database: Database, _ round: Int) throws -> Int? {
        try database.readAndWait { connection in
            try connection.first(
                "SELECT COUNT(*) FROM entry WHERE body = ?",
                .blob([UInt8](repeating: UInt8(round), count: 200))
            ) { $0.integer(0) }
        }
    }
}
