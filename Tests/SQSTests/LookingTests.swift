import JSON
import Testing
import Time

@testable import SQS

/// What `look` sees of a queue.
@Suite struct LookingTests {
    private let client: Client

    init() throws { client = try Client() }

    private func look(_ queue: String, maximum: Int = 10) async throws -> [JSON] {
        try await withCheckedThrowingContinuation { continuation in
            client.service.look(into: queue, region: "us-east-1", maximum: maximum) { continuation.resume(with: $0) }
        }
    }

    private func states(_ queue: String) async throws -> [String] {
        try await look(queue).map { message in
            let count = message["Attributes"]?["ApproximateReceiveCount"]?.stringValue ?? ""
            return "\(message["Body"]?.stringValue ?? "") \(message["State"]?.stringValue ?? "") \(count)"
        }
    }

    @Test func leavesMessagesAsTheyAre() async throws {
        try await client.make("q", #"{"VisibilityTimeout":"10"}"#)
        for body in ["a", "b"] { try await client.put(body) }
        try await client.call("SendMessage", #"{"QueueUrl":"q","MessageBody":"c","DelaySeconds":60}"#)
        let first = try await client.call("ReceiveMessage", #"{"QueueUrl":"q"}"#)["Messages"]?[0]
        #expect(first?["Body"] == "a")
        for _ in 0..<3 { #expect(try await states("q") == ["a inFlight 1", "b visible 0", "c delayed 0"]) }
        let message = try await look("http://localhost:4566/000000000000/q", maximum: 2).last
        #expect(message?["Body"] == "b" && message?["Attributes"]?["ApproximateFirstReceiveTimestamp"] == nil)
        #expect(message?["ReceiptHandle"] == nil)
        client.time.advance(by: .seconds(11))
        #expect(try await states("q") == ["a visible 1", "b visible 0", "c delayed 0"])
        client.time.advance(by: .seconds(4 * 86_400))
        #expect(try await look("q").isEmpty)
        await #expect(throws: (any Error).self) { try await look("nowhere") }
    }

    @Test func seesAllGroups() async throws {
        try await client.make("q.fifo", #"{"FifoQueue":"true","VisibilityTimeout":"10"}"#)
        for body in ["1", "2"] { try await client.put(body, in: "q.fifo", group: "g", id: body) }
        try await client.put("3", in: "q.fifo", group: "h", id: "3")
        _ = try await client.call("ReceiveMessage", #"{"QueueUrl":"q.fifo"}"#)
        #expect(try await states("q.fifo") == ["1 inFlight 1", "2 visible 0", "3 visible 0"])
        #expect(try await look("q.fifo").last?["Attributes"]?["MessageGroupId"] == "h")
    }
}
