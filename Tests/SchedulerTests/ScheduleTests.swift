import JSON
import ServiceKit
import Storage
import Testing
import Time
import Wire

@testable import Scheduler

/// Schedules that come due while time is played.
@Suite struct ScheduleTests {
    private static let target =
        #""Target":{"Arn":"arn:aws:sqs:us-east-1:123456789012:q","RoleArn":"arn:aws:iam::123456789012:role/r","Input":"<aws.scheduler.scheduled-time>"}"#

    /// Nothing runs before all is there that takes deliveries.
    @Test func firesNothingBeforeItBegins() async throws {
        let client = try Client(begins: false)
        let schedule =
            #"{"ScheduleExpression":"rate(5 minutes)","FlexibleTimeWindow":{"Mode":"OFF"},\#(Self.target)}"#
        _ = try await client.call("POST", "/schedules/s", schedule)
        #expect(client.service.timetable.next == nil)
        client.service.resume()
        client.time.advance(by: .zero)
        _ = try await client.next()
    }

    @Test(arguments: [
        (
            #""ScheduleExpression":"rate(5 minutes)""#,
            ["2023-11-14T22:13:20Z", "2023-11-14T22:18:20Z", "2023-11-14T22:23:20Z"]
        ),
        (#""ScheduleExpression":"at(2023-11-15T01:00:00)""#, ["2023-11-15T01:00:00Z"]),
        (
            #""ScheduleExpression":"at(2023-11-15T01:00:00)","ScheduleExpressionTimezone":"Europe/Madrid""#,
            ["2023-11-15T00:00:00Z"]
        ),
        (
            #""ScheduleExpression":"cron(0 9 * * ? *)","ScheduleExpressionTimezone":"America/New_York""#,
            ["2023-11-15T14:00:00Z", "2023-11-16T14:00:00Z"]
        ),
        (
            #""ScheduleExpression":"rate(1 hour)","StartDate":1700010000,"EndDate":1700014000"#,
            ["2023-11-15T01:00:00Z", "2023-11-15T02:00:00Z"]
        ),
        (#""ScheduleExpression":"cron(30 2 12 3 ? 2028)","ScheduleExpressionTimezone":"America/New_York""#, []),
    ])
    func invokes(_ members: String, _ times: [String]) async throws {
        let client = try Client()
        let body = #"{\#(members),"FlexibleTimeWindow":{"Mode":"OFF"},\#(Self.target)}"#
        _ = try await client.call("POST", "/schedules/s", body)
        client.time.advance(by: .seconds(600))
        client.time.advance(by: .seconds(2 * 86_400))
        for time in times { #expect(try await client.next() == time) }
    }

    /// A template is set up at every start, long after its dates, too.
    @Test(arguments: [
        #""StartDate":1700000100"#, #""EndDate":1700000100"#, #""StartDate":1700000100,"EndDate":1700000200"#,
    ])
    func aScheduleThatWasThereKeepsItsDates(_ dates: String) async throws {
        let client = try Client()
        let request = { (text: String) in
            try JSON(
                parsing: #"""
                    {"Name":"s","ScheduleExpression":"rate(1 hour)",\#(dates),"FlexibleTimeWindow":{"Mode":"OFF"},
                    "Description":"\#(text)",\#(Self.target)}
                    """#
            )
        }
        try client.service.setUp("CreateSchedule", request("first"))
        client.time.advance(by: .seconds(7200))
        try client.service.setUp("CreateSchedule", request("second"))
        #expect(try await client.send("GET", "/schedules/s", "").body["Description"] == "second")
        let moved = try JSON(parsing: request("third").text.replacing("1700000100", with: "1700000050"))
        #expect(throws: AWSError.self) { try client.service.setUp("CreateSchedule", moved) }
    }

    @Test func countsWhatItCalls() async throws {
        let client = try Client()
        let body =
            #"{"ScheduleExpression":"at(2023-11-15T01:00:00)","FlexibleTimeWindow":{"Mode":"OFF"},\#(Self.target)}"#
        _ = try await client.call("POST", "/schedules/s", body)
        client.time.advance(by: .seconds(86_400))
        _ = try await client.next()
        #expect(await client.figures.next() == "AWS/Scheduler default InvocationAttemptCount")
    }

    @Test func aTokenStandsForItsRequestAlone() async throws {
        let client = try Client()
        let body = { (rate: String, token: String) in
            #"{"ScheduleExpression":"rate(\#(rate))","ClientToken":"\#(token)","FlexibleTimeWindow":{"Mode":"OFF"},\#(Self.target)}"#
        }
        let arn = try await client.call("POST", "/schedules/s", body("1 hour", "t"))["ScheduleArn"]
        client.time.advance(by: .seconds(30))
        #expect(try await client.call("POST", "/schedules/s", body("1 hour", "t"))["ScheduleArn"] == arn)
        for (rate, token) in [("2 hours", "t"), ("1 hour", "u")] {
            let (status, error) = try await client.send("POST", "/schedules/s", body(rate, token))
            #expect(status == 409 && error["Message"] == "Schedule s already exists.")
        }
    }

    @Test func isGoneAfterCompletion() async throws {
        let client = try Client()
        let body =
            #"{"ScheduleExpression":"at(2023-11-15T01:00:00)","ActionAfterCompletion":"DELETE","FlexibleTimeWindow":{"Mode":"OFF"},\#(Self.target)}"#
        _ = try await client.call("POST", "/schedules/s", body)
        client.time.advance(by: .seconds(86_400))
        _ = try await client.next()
        let (status, error) = try await client.send("GET", "/schedules/s", "")
        #expect(status == 404 && error["Message"] == "Schedule s does not exist.")
    }

    @Test func comesWithinItsWindow() async throws {
        let client = try Client()
        let body =
            #"{"ScheduleExpression":"at(2023-11-15T01:00:00)","FlexibleTimeWindow":{"Mode":"FLEXIBLE","MaximumWindowInMinutes":10},\#(Self.target)}"#
        _ = try await client.call("POST", "/schedules/s", body)
        client.time.advance(by: .seconds(86_400))
        #expect(try await client.next() == "2023-11-15T01:00:00Z")
    }

    @Test(arguments: [
        (#""ScheduleExpression":"some cron""#, "Invalid Schedule Expression some cron."),
        (
            #""ScheduleExpression":"rate(1 hour)","ScheduleExpressionTimezone":"Mars/X""#,
            "Invalid ScheduleExpressionTimezone Mars/X."
        ),
        (
            #""ScheduleExpression":"rate(1 hour)","StartDate":1699999000"#,
            "The StartDate you specify cannot be earlier than 5 minutes ago."
        ),
        (
            #""ScheduleExpression":"rate(1 hour)","StartDate":1700001000,"EndDate":1700000500"#,
            "The EndDate you specify must come after the StartDate you specify."
        ),
        (#""ScheduleExpression":"rate(1 hour)","GroupName":"g""#, "Schedule group g does not exist."),
    ])
    func refuses(_ members: String, _ message: String) async throws {
        let client = try Client()
        let body = #"{\#(members),"FlexibleTimeWindow":{"Mode":"OFF"},\#(Self.target)}"#
        let (status, error) = try await client.send("POST", "/schedules/s", body)
        #expect(status >= 400 && error["Message"]?.stringValue == message, "\(error.text)")
    }

    @Test func theSameRequestMakesAGroupOnce() async throws {
        let client = try Client()
        let made = try await client.call("POST", "/schedule-groups/g", #"{"ClientToken":"t"}"#)
        #expect(try await client.call("POST", "/schedule-groups/g", #"{"ClientToken":"t"}"#) == made)
        for body in [#"{"ClientToken":"u"}"#, ""] {
            #expect(try await client.send("POST", "/schedule-groups/g", body).status == 409)
        }
    }

    @Test func holdsSchedulesInGroups() async throws {
        let client = try Client()
        _ = try await client.call("POST", "/schedule-groups/g", "")
        let body =
            #"{"GroupName":"g","ScheduleExpression":"rate(1 day)","FlexibleTimeWindow":{"Mode":"OFF"},\#(Self.target)}"#
        _ = try await client.call("POST", "/schedules/s", body)
        #expect(try await client.call("GET", "/schedules?ScheduleGroup=g", "")["Schedules"]?.arrayValue?.count == 1)
        _ = try await client.call("DELETE", "/schedule-groups/g", "")
        #expect(try await client.call("GET", "/schedules", "")["Schedules"] == [])
    }
}

/// Calls a Scheduler in memory as a client would, without a socket, and gets what it delivers.
struct Client {
    let time = ManualTime(now: Timestamp(secondsSinceEpoch: 1_700_000_000))
    let service: Scheduler
    let figures = Figures()
    private let receiver = Receiver()

    init(begins: Bool = true) throws {
        service = try Scheduler(
            ServiceContext(
                account: AWSAccount(id: "123456789012"),
                time: time,
                ids: IDSource(seed: 1),
                database: Database(.memory, migrations: Scheduler.migrations),
                metrics: figures
            )
        )
        service.context.deliveries.register(receiver, for: "sqs")
        if begins { service.resume() }
    }

    func send(_ method: String, _ target: String, _ body: String) async throws -> (status: Int, body: JSON) {
        let request = HTTPRequest(
            method: method,
            target: target,
            headers: ["Authorization": "AWS4-HMAC-SHA256 Credential=a/20261121/us-east-1/scheduler/aws4_request"],
            body: Array(body.utf8)
        )
        let response = await withCheckedContinuation { continuation in
            service.handle(request) { continuation.resume(returning: $0) }
        }
        return (response.status, try JSON(parsing: response.body))
    }

    func call(_ method: String, _ target: String, _ body: String) async throws -> JSON {
        let (status, reply) = try await send(method, target, body)
        #expect(status == 200, "\(reply.text)")
        return reply
    }

    func next() async throws -> String { try await receiver.next() }
}

/// What is told to CloudWatch.
final class Figures: MetricSink {
    private let told = AsyncStream.makeStream(of: String.self)

    func record(_ values: [MetricValue], of subject: MetricSubject, at instant: Timestamp) {
        let group = subject.dimensions.first { $0.name == "ScheduleGroup" }?.value ?? ""
        for value in values { told.continuation.yield("\(subject.namespace) \(group) \(value.name)") }
    }

    func next() async -> String? {
        for await figure in told.stream { return figure }
        return nil
    }
}

private final class Receiver: DeliveryReceiver {
    private let stream: AsyncStream<String>
    private let continuation: AsyncStream<String>.Continuation

    init() { (stream, continuation) = AsyncStream.makeStream() }

    func receive(
        _ delivery: Delivery,
        at resource: ARN,
        completion: @escaping @Sendable (Result<Void, AWSError>) -> Void
    ) {
        continuation.yield(String(decoding: delivery.payload, as: UTF8.self))
        completion(.success(()))
    }

    func next() async throws -> String {
        for await payload in stream { return payload }
        throw CancellationError()
    }
}
