import FoundationEssentials
@testable import Storage
import Testing

/// All connections read a file through one mapping, however it grows.
@Suite(.timeLimit(.minutes(10))) struct MappingTests {
    private static let migrations = [
        Migration("test.1", "CREATE TABLE note (id INTEGER PRIMARY KEY, body BLOB NOT NULL)")
    ]

    private func withFolder(_ body: (String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "hearth-\(UInt64.random(in: 0...UInt64.max))"
        )
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(folder.path)
    }

    private func size(_ path: String) throws -> Int {
        try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
    }

    @Test func aFileIsMappedOnce() async throws {
        try await withFolder { folder in
            let (one, other) = (folder + "/one", folder + "/other")
            for path in [one, other] { try Data("some bytes".utf8).write(to: URL(filePath: path)) }
            let mapping = try #require(Mapping.shared(one))
            #expect(Mapping.shared(one) === mapping)
            #expect(Mapping.shared(other) !== mapping)
            #expect(mapping.start.load(as: UInt8.self) == UInt8(ascii: "s"))
            #expect(Mapping.shared(folder + "/none") == nil)
        }
    }

    @Test func anotherFileOfTheSameNameIsMappedAnew() async throws {
        try await withFolder { folder in
            let path = folder + "/file"
            try Data("first".utf8).write(to: URL(filePath: path))
            let mapping = try #require(Mapping.shared(path))
            try FileManager.default.removeItem(atPath: path)
            try Data("second".utf8).write(to: URL(filePath: path))
            #expect(Mapping.shared(path) !== mapping)
            #expect(mapping.start.load(as: UInt8.self) == UInt8(ascii: "f"))
        }
    }

    @Test func whatAFileHasGrownByIsReadAsWell() async throws {
        try await withFolder { folder in
            let path = folder + "/state.db"
            let database = try Database(.file(path), migrations: Self.migrations)
            defer { database.close() }
            let insert = """
                WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 4500)
                INSERT INTO note (body) SELECT CAST(printf('%08d', n) AS BLOB) || zeroblob(8000) FROM number
                """
            let sum = "SELECT COUNT(*), SUM(CAST(SUBSTR(body, 1, 8) AS INTEGER)) FROM note"
            var before = 0
            for round in 1...3 {
                try database.writeAndWait { try $0.run(insert) }
                let found = try database.readAndWait { try $0.first(sum) { [$0.integer(0), $0.integer(1)] } }
                #expect(found == [4500 * round, 4500 * 4501 / 2 * round])
                while try size(path) <= before { try await Task.sleep(for: .milliseconds(5)) }
                before = try size(path)
            }
            let found = try database.readAndWait { try $0.first(sum) { [$0.integer(0), $0.integer(1)] } }
            #expect(found == [13_500, 4500 * 4501 / 2 * 3])
        }
    }
}
