import Storage
import Synchronization
import Testing

private struct Refusal: Error, Equatable {}

@Suite struct DatabaseTests {
    private static let migrations = [
        Migration("test.1", "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE)")
    ]

    private func memory() throws -> Database { try Database(.memory, migrations: Self.migrations) }

    private func insert(_ text: String) -> @Sendable (Connection) throws -> Int {
        { try $0.run("INSERT INTO note (text) VALUES (?)", .text(text)) }
    }

    private func texts(_ database: Database) throws -> [String] {
        try database.readAndWait { connection in
            var texts: [String] = []
            try connection.query("SELECT text FROM note ORDER BY id", []) { row in
                texts.append(row.text(0))
                return true
            }
            return texts
        }
    }

    @Test func writesAndReads() throws {
        let database = try memory()
        #expect(try database.writeAndWait(.shared, insert("a")) == 1)
        #expect(try texts(database) == ["a"])
    }

    @Test func everyValueComesBackAsItWas() throws {
        let database = try memory()
        try database.writeAndWait { connection in
            let row = try connection.first(
                "SELECT ?, ?, ?, ?, ?",
                .integer(-7),
                .text("é\u{0}x"),
                .blob([0, 255]),
                .blob([]),
                .null
            ) { ($0.integer(0), $0.text(1), $0.bytes(2), $0.bytes(3), $0.isNull(4), $0.isNull(3)) }
            #expect(row?.0 == -7 && row?.1 == "é\u{0}x" && row?.2 == [0, 255] && row?.3 == [])
            #expect(row?.4 == true && row?.5 == false)
        }
    }

    @Test func aRefusedWriteLeavesTheOthersOfItsTransaction() async throws {
        let database = try memory()
        let results = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<50 {
                group.addTask {
                    await withCheckedContinuation { continuation in
                        database.write { connection -> Int in
                            if number % 5 == 0 { throw Refusal() }
                            return try connection.run("INSERT INTO note (text) VALUES (?)", .text("\(number)"))
                        } completion: { result in
                            if case .success = result {
                                continuation.resume(returning: true)
                            } else {
                                continuation.resume(returning: false)
                            }
                        }
                    }
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(results == 40)
        #expect(try texts(database).count == 40)
    }

    @Test(arguments: [WriteIsolation.shared, .savepoint, .alone])
    func whatWasWrittenBeforeARefusalIsUndone(_ isolation: WriteIsolation) throws {
        let database = try memory()
        #expect(throws: Refusal.self) {
            try database.writeAndWait(isolation) { connection -> Void in
                try connection.run("INSERT INTO note (text) VALUES ('half')")
                throw Refusal()
            }
        }
        #expect(try texts(database).isEmpty)
    }

    @Test func aTableThatWasMadeBeforeARefusalIsGone() throws {
        let database = try memory()
        #expect(throws: Refusal.self) {
            try database.writeAndWait(.alone) { connection -> Void in
                try connection.execute(script: "CREATE TABLE half (id INTEGER)")
                throw Refusal()
            }
        }
        try database.writeAndWait(.alone) { try $0.execute(script: "CREATE TABLE half (id INTEGER)") }
    }

    @Test func theOthersOfATransactionThatARefusalUndoesAreRepeated() throws {
        let database = try memory()
        let done = Mutex<[String]>([])
        for text in ["hold", "a", "refused", "b"] {
            database.write { connection in
                _ = try insert(text)(connection)
                if text == "refused" { throw Refusal() }
            } completion: { (result: Result<Void, any Error>) in
                if case .success = result { done.withLock { $0.append(text) } }
            }
        }
        #expect(try texts(database) == ["hold", "a", "b"])
        #expect(done.withLock(\.self) == ["hold", "a", "b"])
    }

    @Test func aFailingStatementUndoesItsWriteAlone() throws {
        let database = try memory()
        let done = Mutex<[String]>([])
        // The writer is held up, so that the three that follow share a transaction.
        for text in ["hold", "a", "a", "b"] {
            database.write(.shared, insert(text)) { result in
                let outcome = if case .success = result { "done" } else { "refused" }
                done.withLock { $0.append("\(text) \(outcome)") }
            }
        }
        #expect(try texts(database) == ["hold", "a", "b"])
        #expect(done.withLock(\.self).sorted() == ["a done", "a refused", "b done", "hold done"])
    }

    @Test func aFullDiskFailsTheWriteAndLeavesNothingHalfWritten() throws {
        let database = try memory()
        let big = [UInt8](repeating: 1, count: 1_000_000)
        try database.writeAndWait { connection in
            let pages = try connection.first("PRAGMA page_count") { $0.integer(0) } ?? 0
            try connection.query("PRAGMA max_page_count = \(pages + 4)", []) { _ in true }
        }
        let failure = #expect(throws: StorageError.self) {
            try database.writeAndWait { connection in
                _ = try insert("before")(connection)
                try connection.run("INSERT INTO note (text) VALUES (CAST(? AS TEXT))", .blob(big))
            }
        }
        #expect(failure == .full(path: "the store in memory"))
        #expect(try texts(database).isEmpty)
        try database.writeAndWait { try $0.query("PRAGMA max_page_count = 100000", []) { _ in true } }
        _ = try database.writeAndWait(.shared, insert("after"))
        #expect(try texts(database) == ["after"])
    }

    @Test func aClosedStoreRefuses() throws {
        let database = try memory()
        database.close()
        #expect(throws: StorageError.closed) { try database.writeAndWait(.shared, insert("late")) }
        #expect(throws: StorageError.closed) { try texts(database) }
    }
}
