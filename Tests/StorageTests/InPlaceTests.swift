import Dispatch
import FoundationEssentials
import Synchronization
import Testing

@testable import Storage

private struct Refusal: Error, Equatable {}

/// Writes that run on their caller's thread when nothing else is being written.
@Suite struct InPlaceTests {
    private static let migrations = [
        Migration(
            "test.1",
            "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL); CREATE TABLE blob (id INTEGER, bytes BLOB)"
        )
    ]

    /// For writes that nothing else comes in with.
    private let atOnce: Together = { $0() }

    private func withFile(_ body: (Database, _ path: String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "hearth-\(UInt64.random(in: 0...UInt64.max))"
        )
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "state.db").path
        let database = try Database(.file(path), migrations: Self.migrations)
        try body(database, path)
        database.close()
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

    private func write(_ database: Database, _ text: String, _ completion: @escaping @Sendable () -> Void = {}) {
        database.write(together: atOnce) { connection in
            try connection.run("INSERT INTO note (text) VALUES (?)", .text(text))
        } completion: { result in
            if case .failure(let error) = result { Issue.record(error) }
            completion()
        }
    }

    @Test func anIdleStoreWritesBeforeTheCallReturns() throws {
        try withFile { (database, _) throws in
            let isDone = Atomic(false)
            write(database, "a") { isDone.store(true, ordering: .relaxed) }
            let wasDone = isDone.load(ordering: .relaxed)
            #expect(wasDone)
            #expect(try texts(database) == ["a"])
        }
    }

    @Test func aBusyStoreKeepsTheOrderAndDoesNotBlock() throws {
        try withFile { (database, _) throws in
            let (begun, mayGoOn, done) = (
                DispatchSemaphore(value: 0), DispatchSemaphore(value: 0), DispatchSemaphore(value: 0)
            )
            database.write { connection in
                begun.signal()
                mayGoOn.wait()
                return try connection.run("INSERT INTO note (text) VALUES ('first')")
            } completion: { _ in
            }
            begun.wait()
            write(database, "second")
            write(database, "third") { done.signal() }
            mayGoOn.signal()
            done.wait()
            #expect(try texts(database) == ["first", "second", "third"])
        }
    }

    @Test func writesThatComeInTogetherWaitForTheEndOfTheTurn() throws {
        try withFile { (database, _) throws in
            let endOfTurn = Mutex<[@Sendable () -> Void]>([])
            let done = DispatchSemaphore(value: 0)
            for text in ["first", "second", "third"] {
                database.write(together: { action in endOfTurn.withLock { $0.append(action) } }) { connection in
                    try connection.run("INSERT INTO note (text) VALUES (?)", .text(text))
                } completion: { _ in
                    done.signal()
                }
            }
            #expect(try texts(database).isEmpty)
            let actions = endOfTurn.withLock(\.self)
            #expect(actions.count == 1)
            for action in actions { action() }
            for _ in 0..<3 { done.wait() }
            #expect(try texts(database) == ["first", "second", "third"])
        }
    }

    @Test func manyThatComeInTogetherAreBegunBeforeTheEndOfTheTurn() throws {
        try withFile { (database, _) throws in
            let endOfTurn = Mutex<[@Sendable () -> Void]>([])
            let done = DispatchSemaphore(value: 0)
            let last = Writer.worthWaking
            for number in 1...last {
                database.write(together: { action in endOfTurn.withLock { $0.append(action) } }) { connection in
                    try connection.run("INSERT INTO note (text) VALUES (?)", .text("\(number)"))
                } completion: { _ in
                    done.signal()
                }
            }
            for _ in 1...last { done.wait() }
            // What waited for the end of the turn finds nothing left to do.
            for action in endOfTurn.withLock(\.self) { action() }
            write(database, "after") { done.signal() }
            done.wait()
            #expect(try texts(database) == (1...last).map(String.init) + ["after"])
        }
    }

    @Test func aStoreThatClosesWritesWhatWaitsForTheEndOfTheTurn() throws {
        try withFile { (database, path) throws in
            let endOfTurn = Mutex<[@Sendable () -> Void]>([])
            database.write(together: { action in endOfTurn.withLock { $0.append(action) } }) { connection in
                try connection.run("INSERT INTO note (text) VALUES ('last')")
            } completion: { result in
                if case .failure(let error) = result { Issue.record(error) }
            }
            database.close()
            for action in endOfTurn.withLock(\.self) { action() }
            let again = try Database(.file(path), migrations: Self.migrations)
            #expect(try texts(again) == ["last"])
            again.close()
        }
    }

    /// From within a write in place, too: what it hands in follows it.
    @Test func aWriteMayHandInAnother() throws {
        try withFile { (database, _) throws in
            let done = DispatchSemaphore(value: 0)
            write(database, "outer") { write(database, "inner") { done.signal() } }
            done.wait()
            #expect(try texts(database) == ["outer", "inner"])
        }
    }

    @Test func aRefusalLeavesNothingAndTheStoreUsable() throws {
        try withFile { (database, _) throws in
            let failure = Mutex<(any Error)?>(nil)
            database.write(.savepoint, together: atOnce) { connection in
                try connection.run("INSERT INTO note (text) VALUES ('lost')")
                throw Refusal()
            } completion: { (result: Result<Void, any Error>) in
                if case .failure(let error) = result { failure.withLock { $0 = error } }
            }
            #expect(failure.withLock { $0 as? Refusal } == Refusal())
            write(database, "kept")
            #expect(try texts(database) == ["kept"])
        }
    }

    @Test func writesOfManyThreadsAllArriveInEachThreadsOrder() throws {
        try withFile { (database, _) throws in
            let done = DispatchSemaphore(value: 0)
            DispatchQueue.concurrentPerform(iterations: 6) { thread in
                for number in 100..<200 {
                    if number % 3 == 0 {
                        database.write {
                            try $0.run("INSERT INTO note (text) VALUES (?)", .text("\(thread) \(number)"))
                        } completion: { _ in
                            done.signal()
                        }
                    } else {
                        write(database, "\(thread) \(number)") { done.signal() }
                    }
                }
            }
            for _ in 0..<600 { done.wait() }
            let all = try texts(database)
            #expect(all.count == 600)
            for thread in 0..<6 {
                let own = all.filter { $0.hasPrefix("\(thread) ") }
                #expect(own == own.sorted() && own.count == 100)
            }
        }
    }

    /// 400 MB of changed pages pass through the log, which is brought into the file again and again.
    @Test func theLogDoesNotGrowWithoutBound() throws {
        try withFile { (database, path) throws in
            let done = DispatchSemaphore(value: 0)
            for number in 0..<400 {
                database.write(together: number % 2 == 0 ? atOnce : nil) { connection in
                    try connection.run("DELETE FROM blob")
                    try connection.run("INSERT INTO blob VALUES (1, zeroblob(1000000))")
                } completion: { _ in
                    done.signal()
                }
                done.wait()
            }
            let attributes = try FileManager.default.attributesOfItem(atPath: path + "-wal")
            let size = try #require(attributes[.size] as? UInt64)
            #expect(size < 250_000_000)
        }
    }
}
