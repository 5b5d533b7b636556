import EventBridge
import JSON
import Testing
import Time
import Wire

/// Rules that fire by themselves, and archives.
@Suite struct ScheduleTests {
    private func client(_ expression: String, begins: Bool = true) async throws -> Client {
        let client = try Client(time: ManualTime(now: Timestamp(secondsSinceEpoch: 1_700_000_000)), begins: begins)
        try await client.call("PutRule", #"{"Name":"r","ScheduleExpression":"\#(expression)"}"#)
        try await client.call(
            "PutTargets",
            #"{"Rule":"r","Targets":[{"Id":"t","Arn":"arn:aws:lambda:us-east-1:123456789012:function:f"}]}"#
        )
        return client
    }

    /// Nothing runs before all is there that takes deliveries.
    @Test func firesNothingBeforeItBegins() async throws {
        let client = try await client("rate(1 minute)", begins: false)
        client.time.advance(by: .seconds(180))
        client.service.resume()
        client.time.advance(by: .seconds(60))
        #expect(try await client.receiver.nextPayload().contains(#""time":"2023-11-14T22:17:20Z""#))
    }

    private func times(_ client: Client, _ count: Int, hours: Int) async throws -> [String] {
        client.time.advance(by: .seconds(hours * 3_600))
        var times: [String] = []
        for _ in 0..<count {
            times.append(try JSON(parsing: await client.receiver.nextPayload())["time"]?.stringValue ?? "")
        }
        return times
    }

    @Test func firesByRate() async throws {
        let client = try await client("rate(1 hour)")
        #expect(
            try await times(client, 3, hours: 3)
                == ["2023-11-14T23:13:20Z", "2023-11-15T00:13:20Z", "2023-11-15T01:13:20Z"]
        )
    }

    @Test func firesByCron() async throws {
        let client = try await client("cron(0 10 ? * WED *)")
        #expect(try await times(client, 2, hours: 24 * 8) == ["2023-11-15T10:00:00Z", "2023-11-22T10:00:00Z"])
    }

    @Test func sendsTheEventOfASchedule() async throws {
        let client = try await client("rate(1 minute)")
        client.time.advance(by: .seconds(60))
        var event = try #require(try JSON(parsing: await client.receiver.nextPayload()).objectValue)
        event["id"] = nil
        #expect(
            JSON.object(event) == [
                "version": "0", "detail-type": "Scheduled Event", "source": "aws.events", "account": "123456789012",
                "time": "2023-11-14T22:14:20Z", "region": "us-east-1",
                "resources": ["arn:aws:events:us-east-1:123456789012:rule/r"], "detail": [:],
            ]
        )
    }

    @Test func restsWhileDisabled() async throws {
        let client = try await client("rate(1 hour)")
        try await client.call("DisableRule", #"{"Name":"r"}"#)
        client.time.advance(by: .seconds(36_000))
        try await client.call("EnableRule", #"{"Name":"r"}"#)
        #expect(try await times(client, 1, hours: 1) == ["2023-11-15T09:13:20Z"])
    }

    @Test func replaysAnArchive() async throws {
        let client = try Client(time: ManualTime(now: Timestamp(secondsSinceEpoch: 1_700_000_000)))
        let bus = "arn:aws:events:us-east-1:123456789012:event-bus/default"
        try await client.call("CreateArchive", #"{"ArchiveName":"a","EventSourceArn":"\#(bus)"}"#)
        try await client.putEvent(#"{\"n\":1}"#)
        try await client.putEvent(#"{\"n\":2}"#)
        #expect(try await client.call("DescribeArchive", #"{"ArchiveName":"a"}"#)["EventCount"] == 2)
        try await client.makeRule()
        try await client.call(
            "StartReplay",
            """
            {"ReplayName":"p","EventSourceArn":"arn:aws:events:us-east-1:123456789012:archive/a",
            "EventStartTime":1699999999,"EventEndTime":1700000001,"Destination":{"Arn":"\(bus)"}}
            """
        )
        for number in 1...2 {
            let event = try JSON(parsing: await client.receiver.nextPayload())
            #expect(event["detail"]?["n"] == JSON(number))
            #expect(event["replay-name"] == "p")
        }
        #expect(try await client.call("DescribeReplay", #"{"ReplayName":"p"}"#)["State"] == "RUNNING")
        client.time.advance(by: .seconds(1))
        // Behind what the replay writes now.
        try await client.makeRule()
        #expect(try await client.call("DescribeReplay", #"{"ReplayName":"p"}"#)["State"] == "COMPLETED")
        #expect(try await client.call("DescribeArchive", #"{"ArchiveName":"a"}"#)["EventCount"] == 2)
        #expect(
            try await client.refusal("CancelReplay", #"{"ReplayName":"p"}"#)
                == "IllegalStatusException: Replay p is not in a valid state for this operation."
        )
    }

    @Test func keepsRegionsApart() async throws {
        let client = try Client()
        try await client.call("CreateEventBus", #"{"Name":"here"}"#)
        let (_, there) = try await client.send("ListEventBuses", "{}", region: "eu-central-1")
        #expect(
            there["EventBuses"]?.arrayValue?.map { $0["Arn"] } == [
                "arn:aws:events:eu-central-1:123456789012:event-bus/default"
            ]
        )
    }
}
