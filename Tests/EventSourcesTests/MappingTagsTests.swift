import JSON
import Testing
import Wire

@testable import EventSources

struct MappingTagsTests {
    private static let arn = "arn:aws:lambda:us-east-1:000000000000:event-source-mapping:"

    @Test func tagsAreKeptBesideTheMapping() async throws {
        try await withEventSources { lab in
            let request: JSON = [
                "FunctionName": "f", "EventSourceArn": .string(MemoryQueue.arn().description), "Tags": ["a": "1"],
            ]
            let made = try await lab.send("POST", EventSourcesHarness.path, request).json
            let uuid = try #require(made["UUID"]?.stringValue)
            #expect(made["Tags"] == nil)
            let path = "/2017-03-31/tags/\(Self.arn)\(uuid)"
            #expect(try await lab.send("GET", path).json == ["Tags": ["a": "1"]])
            #expect(try await lab.send("POST", path, ["Tags": ["a": "2", "b": "3"]]).status == 204)
            #expect(try await lab.send("DELETE", "\(path)?tagKeys=b&tagKeys=c").status == 204)
            #expect(try await lab.send("GET", path).json == ["Tags": ["a": "2"]])
            #expect(try await lab.send("POST", path, ["Tags": [:]]).status == 400)
            lab.settle()
            _ = try await lab.send("PUT", "\(EventSourcesHarness.path)/\(uuid)", ["BatchSize": 5])
            #expect(try await lab.send("GET", path).json == ["Tags": ["a": "2"]])
            lab.settle()
            _ = try await lab.send("DELETE", "\(EventSourcesHarness.path)/\(uuid)")
            lab.settle()
            let gone = try await lab.send("GET", path)
            #expect(gone.status == 404 && gone.message == "Event source mapping not found: \(Self.arn)\(uuid)")
        }
    }

    /// Each of them changes what the one before has left.
    @Test func changesAtOnceDoNotUndoEachOther() async throws {
        try await withEventSources { lab in
            let uuid = try await lab.map(MemoryQueue.arn())
            lab.settle()
            try await withThrowingTaskGroup(of: Int.self) { changes in
                for number in 1...8 {
                    changes.addTask {
                        try await lab.send("POST", "/2017-03-31/tags/\(Self.arn)\(uuid)", ["Tags": ["t\(number)": "v"]])
                            .status
                    }
                }
                changes.addTask {
                    try await lab.send("PUT", "\(EventSourcesHarness.path)/\(uuid)", ["BatchSize": 7]).status
                }
                for try await status in changes { #expect(status < 300) }
            }
            let tags = try await lab.send("GET", "/2017-03-31/tags/\(Self.arn)\(uuid)").json["Tags"]
            #expect(tags?.objectValue?.members.count == 8)
            #expect(try await lab.send("GET", "\(EventSourcesHarness.path)/\(uuid)").json["BatchSize"] == 7)
        }
    }
}
