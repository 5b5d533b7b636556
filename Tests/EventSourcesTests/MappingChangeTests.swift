import JSON
import Storage
import Testing
import Time
import Wire

@testable import EventSources

/// What callers see while a mapping is being changed, which takes a second.
@Suite struct MappingChangeTests {
    private static let path = EventSourcesHarness.path

    private func state(_ lab: EventSourcesHarness, _ uuid: String) async throws -> JSON? {
        try await lab.send("GET", "\(Self.path)/\(uuid)").json["State"]
    }

    private func states(_ lab: EventSourcesHarness, _ uuids: String...) async throws -> [JSON?] {
        var states: [JSON?] = []
        for uuid in uuids { states.append(try await state(lab, uuid)) }
        return states
    }

    @Test func aChangeIsToldForASecond() async throws {
        try await withEventSources { lab in
            let uuid = try await lab.map(MemoryQueue.arn())
            let changes: [(request: JSON, during: JSON, after: JSON)] = [
                (["BatchSize": 5], "Updating", "Enabled"), (["Enabled": false], "Disabling", "Disabled"),
                (["BatchSize": 6], "Updating", "Disabled"), (["Enabled": true], "Enabling", "Enabled"),
            ]
            #expect(try await state(lab, uuid) == "Creating")
            for (request, during, after) in changes {
                lab.settle()
                let changed = try await lab.send("PUT", "\(Self.path)/\(uuid)", request)
                #expect(changed.status == 202 && changed.json["State"] == during)
                lab.time.advance(by: .milliseconds(999))
                #expect(try await state(lab, uuid) == during)
                lab.time.advance(by: .milliseconds(1))
                #expect(try await state(lab, uuid) == after)
            }
        }
    }

    @Test func nothingElseIsBegunMeanwhile() async throws {
        try await withEventSources { lab in
            let path = "\(Self.path)/\(try await lab.map(MemoryQueue.arn()))"
            for (method, action) in [("PUT", "update"), ("DELETE", "delete")] {
                let refused = try await lab.send(method, path, method == "PUT" ? ["BatchSize": 5] : nil)
                #expect(refused.status == 400 && refused.code == "ResourceInUseException")
                let message = "Cannot \(action) the event source mapping because it is in use."
                #expect(refused.json == ["Type": "User", "Message": .string(message)])
            }
            lab.settle()
            #expect(try await lab.send("GET", path).json["BatchSize"] == 10)
            #expect(try await lab.send("PUT", path, ["BatchSize": 5]).status == 202)
            lab.settle()
            #expect(try await lab.send("DELETE", path).status == 202)
            #expect(try await lab.send("DELETE", path).code == "ResourceInUseException")
        }
    }

    @Test func oneThatIsMadeDisabledIsReadyAtOnce() async throws {
        try await withEventSources { lab in
            let uuid = try await lab.map(MemoryQueue.arn(), [("Enabled", false)])
            #expect(try await state(lab, uuid) == "Disabled")
            let enabled = try await lab.send("PUT", "\(Self.path)/\(uuid)", ["Enabled": true])
            #expect(enabled.json["State"] == "Enabling")
        }
    }

    @Test func recordsFlowWhileAMappingIsCreating() async throws {
        try await withEventSources { lab in
            lab.stream.put(1)
            let uuid = try await lab.map(MemoryStream.arn)
            try await lab.until { $0.numbers == ["101"] }
            #expect(try await state(lab, uuid) == "Creating")
        }
    }

    @Test func aDeletedMappingIsListedAndInTheWayForASecond() async throws {
        try await withEventSources { lab in
            let uuid = try await lab.map(MemoryQueue.arn())
            lab.settle()
            _ = try await lab.send("DELETE", "\(Self.path)/\(uuid)")
            lab.time.advance(by: .milliseconds(999))
            let listed = try await lab.send("GET", Self.path).json["EventSourceMappings"]?.arrayValue ?? []
            #expect(listed.map { $0["State"] } == ["Deleting"])
            #expect(try await lab.map(MemoryQueue.arn()).contains("already exists"))
            lab.time.advance(by: .milliseconds(1))
            #expect(try await lab.send("GET", Self.path).json == ["EventSourceMappings": []])
            #expect(try await lab.send("DELETE", "\(Self.path)/\(uuid)").status == 404)
            let next = try await lab.map(MemoryQueue.arn())
            #expect(try await state(lab, next) == "Creating")
        }
    }

    @Test func aDeletedMappingGetsNothingMore() async throws {
        try await withEventSources { lab in
            let uuid = try await lab.map(MemoryStream.arn)
            lab.stream.put(1)
            try await lab.until { $0.numbers == ["101"] }
            lab.settle()
            _ = try await lab.send("DELETE", "\(Self.path)/\(uuid)")
            lab.stream.put(2)
            lab.settle()
            #expect(lab.numbers == ["101"])
        }
    }

    @Test func aRestartNeitherEndsNorExtendsIt() async throws {
        let database = try Database(.memory, migrations: EventSources.migrations)
        defer { database.close() }
        let time = ManualTime()
        var (deleted, kept) = ("", "")
        try await withEventSources(time: time, database: database) { lab in
            deleted = try await lab.map(MemoryQueue.arn("q1"))
            lab.settle()
            kept = try await lab.map(MemoryQueue.arn("q2"))
            _ = try await lab.send("DELETE", "\(Self.path)/\(deleted)")
        }
        try await withEventSources(time: time, database: database) { lab in
            try lab.sources.resume()
            #expect(try await states(lab, kept, deleted) == ["Creating", "Deleting"])
            lab.settle()
            #expect(try await states(lab, kept, deleted) == ["Enabled", nil])
        }
        let past = ManualTime(now: time.now - .seconds(3_600))
        try await withEventSources(time: past, database: database) { lab in
            try lab.sources.resume()
            #expect(try await states(lab, kept, deleted) == ["Enabled", nil])
        }
    }

    @Test func theTemplateWaitsForNothing() async throws {
        try await withEventSources { lab in
            let request = JSON.Object([
                ("FunctionName", "f"), ("EventSourceArn", .string(MemoryQueue.arn().description)),
            ])
            let caller = try await lab.map(MemoryQueue.arn())
            lab.settle()
            _ = try await lab.send("DELETE", "\(Self.path)/\(caller)")
            try await lab.sources.setUp(.init(logicalID: "M", request: request))
            let uuid = try #require(lab.sources.all.first { $0.mapping.logicalID == "M" }?.mapping.uuid)
            #expect(try await state(lab, uuid) == "Enabled")
            _ = try await lab.send("PUT", "\(Self.path)/\(uuid)", ["BatchSize": 5])
            try await lab.sources.setUp(.init(logicalID: "M", request: request))
            #expect(try await state(lab, uuid) == "Enabled")
            _ = try await lab.send("DELETE", "\(Self.path)/\(uuid)")
            try await lab.sources.setUp(.init(logicalID: "M", request: request))
            #expect(try await lab.send("GET", "\(Self.path)/\(uuid)").status == 404)
            let next = try #require(lab.sources.all.first { $0.mapping.logicalID == "M" }?.mapping.uuid)
            #expect(try await state(lab, next) == "Enabled")
        }
    }
}
