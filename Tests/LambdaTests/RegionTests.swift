import Foundation
import JSON
import Storage
import Testing

@testable import Lambda

/// What two regions keep in one store.
@Suite struct RegionTests {
    private static let tag = FunctionSettings.Key(.tags, "f")

    private func settings(_ region: String, _ database: Database) throws -> FunctionSettings {
        let settings = FunctionSettings(region: region)
        try settings.load(database, template: [:])
        return settings
    }

    @Test func settingsOfOneRegionAreNotThoseOfAnother() throws {
        let database = try Database(.memory, migrations: LambdaAPI.migrations)
        defer { database.close() }
        for region in ["", "eu-west-1"] {
            let settings = try settings(region, database)
            try database.writeAndWait { try settings.set(.string("of \(region)"), Self.tag, $0) }
        }
        #expect(try FunctionSettings.regions(in: database) == ["eu-west-1"])
        let here = try settings("", database)
        #expect(here[Self.tag] == "of ")
        #expect(try settings("eu-west-1", database)[Self.tag] == "of eu-west-1")
        _ = try here.reset(database)
        #expect(try settings("", database)[Self.tag] == nil)
        let there = try settings("eu-west-1", database)
        #expect(there[Self.tag] == "of eu-west-1")
        try database.writeAndWait { try there.set(nil, Self.tag, $0) }
        #expect(try FunctionSettings.regions(in: database).isEmpty)
    }

    @Test func whatVersion090HasStoredIsOfTheRegionThatHearthIsIn() throws {
        let former = LambdaAPI.migrations.filter { !["lambda.4", "lambda.5"].contains($0.name) }
        let file = FileManager.default.temporaryDirectory.path + "/hearth-\(UInt64.random(in: 0...UInt64.max)).sqlite"
        let old = try Database(.file(file), migrations: former)
        try old.writeAndWait { connection in
            try connection.execute(
                script: """
                    INSERT INTO lambda_setting VALUES ('tags', 'f', '$LATEST', '"kept"', 0);
                    INSERT INTO async_event VALUES ('r', 'f', NULL, x'7B7D', NULL, 1, 1, 0, 0, NULL);
                    """
            )
        }
        old.close()
        let database = try Database(.file(file), migrations: LambdaAPI.migrations)
        defer {
            database.close()
            for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: file + end) }
        }
        #expect(try settings("", database)[Self.tag] == "kept")
        #expect(try settings("eu-west-1", database)[Self.tag] == nil)
        #expect(try StoredAsyncEvents(database).all().map(\.requestID) == ["r"])
        #expect(try StoredAsyncEvents(database, region: "eu-west-1").all().isEmpty)
    }

    @Test func eventsOfOneRegionOutliveTheResetOfAnother() throws {
        let database = try Database(.memory, migrations: LambdaAPI.migrations)
        defer { database.close() }
        try database.writeAndWait { connection in
            try connection.execute(
                script: """
                    INSERT INTO async_event VALUES ('r', 'f', NULL, x'7B7D', NULL, 1, 1, 0, 0, NULL, 'eu-west-1');
                    """
            )
        }
        try StoredAsyncEvents(database).removeAll()
        let there = StoredAsyncEvents(database, region: "eu-west-1")
        #expect(try there.all().count == 1)
        try there.removeAll()
        #expect(try there.all().isEmpty)
    }
}
