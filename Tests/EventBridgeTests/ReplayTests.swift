import JSON
import Testing
import Time

@testable import EventBridge

/// How long replays go on.
@Suite struct ReplayTests {
    private let client: Client
    private let bus = "arn:aws:events:us-east-1:123456789012:event-bus/default"

    init() throws { client = try Client() }

    private func start(_ name: String) -> (String, String) {
        (
            "StartReplay",
            """
            {"ReplayName":"\(name)","EventSourceArn":"arn:aws:events:us-east-1:123456789012:archive/a",
            "EventStartTime":1699999999,"EventEndTime":1700000001,"Destination":{"Arn":"\(bus)"}}
            """
        )
    }

    private func state(_ name: String) async throws -> JSON? {
        // Behind what replays write now.
        try await client.call("PutRule", #"{"Name":"r","EventPattern":"{\"source\":[\"test\"]}"}"#)
        return try await client.call("DescribeReplay", #"{"ReplayName":"\#(name)"}"#)["State"]
    }

    @Test func canBeCancelledForASecond() async throws {
        try await client.call("CreateArchive", #"{"ArchiveName":"a","EventSourceArn":"\#(bus)"}"#)
        for name in ["p", "q"] {
            let (action, body) = start(name)
            #expect(try await client.call(action, body)["State"] == "STARTING")
        }
        #expect(try await state("p") == "RUNNING")
        #expect(try await client.call("CancelReplay", #"{"ReplayName":"p"}"#)["State"] == "CANCELLING")
        #expect(try await state("p") == "CANCELLED")
        client.time.advance(by: .seconds(1))
        #expect(try await state("p") == "CANCELLED")
        #expect(try await state("q") == "COMPLETED")
        for name in ["p", "q"] {
            #expect(
                try await client.refusal("CancelReplay", #"{"ReplayName":"\#(name)"}"#)
                    == "IllegalStatusException: Replay \(name) is not in a valid state for this operation."
            )
        }
    }

    /// Together they are larger than what is read at a time, and fewer.
    @Test func largeEventsComeOnce() async throws {
        try await client.call("CreateArchive", #"{"ArchiveName":"a","EventSourceArn":"\#(bus)"}"#)
        let text = String(repeating: "x", count: 1_000_000)
        for number in 0..<9 { try await client.putEvent(#"{\"n\":\#(number),\"text\":\"\#(text)\"}"#) }
        try await client.makeRule()
        let (action, body) = start("p")
        try await client.call(action, body)
        for number in 0..<9 {
            let event = try JSON(parsing: await client.receiver.nextPayload())
            #expect(event["detail"]?["n"] == JSON(number) && event["detail"]?["text"]?.stringValue?.count == 1_000_000)
        }
        client.time.advance(by: .seconds(1))
        try await client.makeRule()
        #expect(try await client.call("DescribeReplay", #"{"ReplayName":"p"}"#)["State"] == "COMPLETED")
    }

    /// More than are read at a time, within one second: an event's own time has no fractions, the archive's has.
    @Test func eachEventComesOnce() async throws {
        let client = try Client(time: ManualTime(now: Timestamp(millisecondsSinceEpoch: 1_700_000_000_450)))
        try await client.call("CreateArchive", #"{"ArchiveName":"a","EventSourceArn":"\#(bus)"}"#)
        for number in 0..<230 {
            try await client.putEvent(#"{\"n\":\#(number)}"#)
            client.time.advance(by: .milliseconds(1))
        }
        try await client.makeRule()
        let (action, body) = start("p")
        try await client.call(action, body)
        for number in 0..<230 {
            #expect(try JSON(parsing: await client.receiver.nextPayload())["detail"]?["n"] == JSON(number))
        }
        client.time.advance(by: .seconds(1))
        try await client.makeRule()
        #expect(try await client.call("DescribeReplay", #"{"ReplayName":"p"}"#)["State"] == "COMPLETED")
        try await client.putEvent(#"{\"n\":\"last\"}"#)
        #expect(try JSON(parsing: await client.receiver.nextPayload())["detail"]?["n"] == "last")
    }

    @Test func tenGoOnAtOnce() async throws {
        try await client.call("CreateArchive", #"{"ArchiveName":"a","EventSourceArn":"\#(bus)"}"#)
        for number in 0..<10 {
            let (action, body) = start("p\(number)")
            try await client.call(action, body)
        }
        let (action, body) = start("eleventh")
        #expect(
            try await client.refusal(action, body)
                == "LimitExceededException: The requested resource exceeds the maximum number allowed."
        )
        #expect(try await state("p0") == "RUNNING")
        client.time.advance(by: .seconds(1))
        #expect(try await state("p9") == "COMPLETED")
        try await client.call(action, body)
    }
}
