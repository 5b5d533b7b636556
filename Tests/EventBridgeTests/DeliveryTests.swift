import EventBridge
import JSON
import ServiceKit
import Storage
import Synchronization
import Testing
import Time
import Wire

/// What reaches targets, and what happens when they refuse it.
@Suite struct DeliveryTests {
    @Test func sendsTheEnvelope() async throws {
        let client = try Client()
        try await client.makeRule()
        let reply = try await client.putEvent(#"{\"a\":1.50}"#, #","Resources":["x"],"Time":1700000000"#)
        #expect(reply["FailedEntryCount"] == 0)
        let (resource, delivery) = try await client.receiver.next()
        #expect(resource == "arn:aws:sqs:us-east-1:123456789012:q")
        #expect(delivery.source?.description == "arn:aws:events:us-east-1:123456789012:rule/r")
        #expect(delivery.principal == "events.amazonaws.com")
        let id = try #require(reply["Entries"]?[0]?["EventId"]?.stringValue)
        #expect(
            String(decoding: delivery.payload, as: UTF8.self) == """
                {"version":"0","id":"\(id)","detail-type":"type","source":"test","account":"123456789012",\
                "time":"2023-11-14T22:13:20Z","region":"us-east-1","resources":["x"],"detail":{"a":1.50}}
                """
        )
    }

    /// What a target takes in the transaction of the event is not promised besides; the rest is.
    @Test func promisesOnlyWhatIsNotTakenAtOnce() async throws {
        let client = try Client()
        try await client.makeRule()
        client.receiver.taking.withLock { $0 = "taken" }
        client.receiver.refuse(with: [AWSError("Busy", status: 503, message: "")])
        let entries = ["taken 1", "other", "taken 2"].map {
            #"{"Source":"test","DetailType":"type","Detail":"{\"a\":\"\#($0)\"}"}"#
        }
        try await client.call("PutEvents", #"{"Entries":[\#(entries.joined(separator: ","))]}"#)
        var received: [String] = []
        for _ in 0..<3 { received.append(try await client.receiver.nextPayload()) }
        #expect(received.map { $0.contains("taken") } == [true, true, false])
        let promised = try client.service.context.database.readAndWait {
            try $0.first("SELECT count(*) FROM events_outbox") { $0.integer(0) }
        }
        #expect(promised == 1)
    }

    @Test(arguments: [
        (#","Input":"{\"k\":7}""#, #"{"k":7}"#), (#","InputPath":"$.detail""#, #"{"a":{"b":["x","y"]},"n":2}"#),
        (#","InputPath":"$.detail.a.b[1]""#, #""y""#), (#","InputPath":"$.detail.a.b[*]""#, #"["x","y"]"#),
        (#","InputPath":"$.nothing""#, "null"), (#","InputPath":"$['detail']['n']""#, "2"),
        (
            #","InputTransformer":{"InputPathsMap":{"n":"$.detail.n","b":"$.detail.a.b"},"InputTemplate":"{\"n\":<n>,\"b\":<b>}"}"#,
            #"{"n":2,"b":["x","y"]}"#
        ),
        (
            #","InputTransformer":{"InputPathsMap":{"s":"$.source"},"InputTemplate":"\"from <s> <aws.events.rule-name>\""}"#,
            #""from test r""#
        ),
        (
            #","InputTransformer":{"InputPathsMap":{"s":"$.source"},"InputTemplate":"{\"s\":<s>,\"q\":\"<s>\"}"}"#,
            #"{"s":"test","q":"test"}"#
        ),
        (
            #","InputTransformer":{"InputPathsMap":{"d":"$.detail.a"},"InputTemplate":"\"all <d>\""}"#,
            #""all {b:[x,y]}""#
        ),
        (
            #","InputTransformer":{"InputPathsMap":{"x":"$.nothing"},"InputTemplate":"{\"x\":<x>,\"y\":\"<x>\"}"}"#,
            #"{"x":"","y":""}"#
        ),
        (
            #","InputTransformer":{"InputTemplate":"{\"r\":<aws.events.rule-arn>}"}"#,
            #"{"r":"arn:aws:events:us-east-1:123456789012:rule/r"}"#
        ),
        (#","InputTransformer":{"InputTemplate":"\"one\"\n\"two\""}"#, "\"one\"\n\"two\""),
    ])
    func transforms(_ members: String, _ payload: String) async throws {
        let client = try Client()
        try await client.makeRule(members)
        try await client.putEvent(#"{\"a\":{\"b\":[\"x\",\"y\"]},\"n\":2}"#)
        #expect(try await client.receiver.nextPayload() == payload)
    }

    @Test(arguments: [
        #","Input":"x""#, #","InputPath":"detail""#, #","Input":"1","InputPath":"$""#,
        #","InputTransformer":{"InputTemplate":"<nobody>"}"#, #","InputTransformer":{"InputTemplate":"{\"a\":"}"#,
        #","InputTransformer":{"InputPathsMap":{"a":"b"},"InputTemplate":"<a>"}"#,
        #","InputTransformer":{"InputPathsMap":{"aws.a":"$.a"},"InputTemplate":"1"}"#,
        #","EcsParameters":{"TaskDefinitionArn":"x"}"#, #","DeadLetterConfig":{"Arn":"arn:aws:sns:a:b:c"}"#,
        #","DeadLetterConfig":{"Arn":"arn:aws:sqs:us-east-1:123456789012:q.fifo"}"#,
    ])
    func refusesTargets(_ members: String) async throws {
        let client = try Client()
        try await client.call("PutRule", #"{"Name":"r","EventPattern":"{\"source\":[\"test\"]}"}"#)
        let target = #"{"Id":"t","Arn":"arn:aws:lambda:us-east-1:123456789012:function:f"\#(members)}"#
        #expect(
            try await client.refusal("PutTargets", #"{"Rule":"r","Targets":[\#(target)]}"#).hasPrefix(
                "ValidationException: "
            )
        )
    }

    @Test(arguments: ["kinesis:us-east-1:000000000000:stream/s", "states:us-east-1:000000000000:stateMachine:s"])
    func refusesTargetsThatNothingReaches(_ target: String) async throws {
        let client = try Client()
        try await client.call("PutRule", #"{"Name":"r","EventPattern":"{\"source\":[\"test\"]}"}"#)
        let refusal = try await client.refusal(
            "PutTargets",
            #"{"Rule":"r","Targets":[{"Id":"t","Arn":"arn:aws:\#(target)"}]}"#
        )
        #expect(refusal.contains("Hearth does not send events to \(target.prefix { $0 != ":" })"), "\(refusal)")
    }

    @Test func sendsNothingThatAListWouldBreak() async throws {
        let client = try Client()
        try await client.makeRule(
            #","InputTransformer":{"InputPathsMap":{"l":"$.detail.l"},"InputTemplate":"{\"l\":\"<l>\"}"}"#
        )
        try await client.putEvent(#"{\"l\":[1]}"#)
        try await client.putEvent(#"{\"l\":1}"#)
        #expect(try await client.receiver.nextPayload() == #"{"l":"1"}"#)
    }

    @Test func sendsOnToASecondBusAndNoFurther() async throws {
        let client = try Client()
        try await client.makeRule()
        let bus = "arn:aws:events:us-east-1:123456789012:event-bus/default"
        try await client.call("PutTargets", #"{"Rule":"r","Targets":[{"Id":"b","Arn":"\#(bus)"}]}"#)
        try await client.putEvent(#"{\"n\":1}"#)
        for _ in 1...2 { #expect(try await JSON(parsing: client.receiver.nextPayload())["detail"] == ["n": 1]) }
        try await client.putEvent(#"{\"n\":2}"#)
        #expect(try await JSON(parsing: client.receiver.nextPayload())["detail"] == ["n": 2])
    }

    @Test func handsTheTraceOn() async throws {
        let client = try Client()
        try await client.makeRule()
        try await client.putEvent(#"{}"#, #","TraceHeader":"Root=1-5759e988-bd862e3fe1be46a994272793""#)
        #expect(try await client.receiver.next().delivery.traceHeader == "Root=1-5759e988-bd862e3fe1be46a994272793")
    }

    @Test(arguments: [
        (
            "TestEventPattern", #"{"EventPattern":"{\"a\":[1]}","Event":"[]"}"#,
            "ValidationException: Parameter Event is not valid."
        ),
        (
            "TestEventPattern", #"{"EventPattern":"{\"a\":[1]}","Event":"{\"id\":\"1\"}"}"#,
            "ValidationException: Parameter Event is not valid."
        ),
        (
            "RemovePermission", #"{"StatementId":"s"}"#,
            "ResourceNotFoundException: Statement with the provided id does not exist."
        ),
        (
            "ListArchives", #"{"EventSourceArn":"arn:aws:events:us-east-1:123456789012:event-bus/b"}"#,
            "ResourceNotFoundException: Event bus b does not exist."
        ),
    ])
    func refuses(_ action: String, _ body: String, _ expected: String) async throws {
        #expect(try await Client().refusal(action, body) == expected)
    }

    @Test func triesAgainWhatMayPass() async throws {
        let client = try Client()
        try await client.makeRule(target: "arn:aws:lambda:us-east-1:123456789012:function:f")
        client.receiver.refuse(with: [
            AWSError("ServiceException", status: 500, message: "no"), AWSError("Throttled", status: 429, message: "no"),
        ])
        try await client.putEvent()
        let first = try await client.receiver.nextPayload()
        // The pauses are of up to one second and then of up to two: no step holds both.
        for step in [Duration.seconds(1), .seconds(3)] {
            await client.time.waitForScheduled()
            client.time.advance(by: step)
            #expect(try await client.receiver.nextPayload() == first)
        }
    }

    @Test func buriesWhatNeverWill() async throws {
        let client = try Client()
        let queue = "arn:aws:sqs:us-east-1:123456789012:dead"
        try await client.makeRule(
            target: "arn:aws:lambda:us-east-1:123456789012:function:f",
            #","DeadLetterConfig":{"Arn":"\#(queue)"}"#
        )
        client.receiver.refuse(with: [AWSError("ResourceNotFoundException", status: 404, message: "gone")])
        try await client.putEvent()
        let payload = try await client.receiver.nextPayload()
        let (resource, letter) = try await client.receiver.next()
        #expect(resource == queue)
        #expect(String(decoding: letter.payload, as: UTF8.self) == payload)
        #expect(
            letter.attributes.map { "\($0.name) \($0.value)" } == [
                #"RULE_ARN text("arn:aws:events:us-east-1:123456789012:rule/r")"#,
                #"TARGET_ARN text("arn:aws:lambda:us-east-1:123456789012:function:f")"#,
                #"ERROR_CODE text("NO_RESOURCE")"#, #"ERROR_MESSAGE text("gone")"#, #"RETRY_ATTEMPTS text("0")"#,
            ]
        )
    }

    @Test func buriesWhatHasBeenTriedOftenEnough() async throws {
        let client = try Client()
        try await client.makeRule(
            target: "arn:aws:lambda:us-east-1:123456789012:function:f",
            #","RetryPolicy":{"MaximumRetryAttempts":1},"DeadLetterConfig":{"Arn":"arn:aws:sqs:us-east-1:123456789012:d"}"#
        )
        let error = AWSError("ServiceException", status: 500, message: "no")
        client.receiver.refuse(with: [error, error])
        try await client.putEvent()
        _ = try await client.receiver.next()
        await client.time.waitForScheduled()
        client.time.advance(by: .seconds(5))
        _ = try await client.receiver.next()
        let letter = try await client.receiver.next().delivery
        #expect(
            letter.attributes.contains {
                $0.name == "EXHAUSTED_RETRY_CONDITION" && $0.value == .text("MaximumRetryAttempts")
            }
        )
        #expect(letter.attributes.contains { $0.name == "RETRY_ATTEMPTS" && $0.value == .text("1") })
    }

    @Test func deliversWhatWasPromisedBeforeTheEnd() async throws {
        let database = try Database(.memory, migrations: EventBridge.migrations)
        let client = try Client(database)
        try await client.makeRule()
        client.receiver.refuse(with: [AWSError("ServiceException", status: 500, message: "no")])
        try await client.putEvent()
        let payload = try await client.receiver.nextPayload()
        await client.time.waitForScheduled()
        let again = try Client(database, time: ManualTime(now: client.time.now + .seconds(60)))
        #expect(try await again.receiver.nextPayload() == payload)
    }

    @Test func goesFromBusToBusUnchanged() async throws {
        let client = try Client()
        try await client.call("CreateEventBus", #"{"Name":"other"}"#)
        try await client.makeRule(target: "arn:aws:events:us-east-1:123456789012:event-bus/other")
        try await client.call(
            "PutRule",
            #"{"Name":"o","EventBusName":"other","EventPattern":"{\"source\":[\"test\"]}"}"#
        )
        try await client.call(
            "PutTargets",
            #"{"Rule":"o","EventBusName":"other","Targets":[{"Id":"t","Arn":"arn:aws:sqs:us-east-1:123456789012:q"}]}"#
        )
        let id = try await client.putEvent()["Entries"]?[0]?["EventId"]
        #expect(try JSON(parsing: await client.receiver.nextPayload())["id"] == id)
    }

    @Test func tellsWhatIsWrongWithEachEntry() async throws {
        let client = try Client()
        let reply = try await client.call(
            "PutEvents",
            """
            {"Entries":[{"Source":"s","DetailType":"t","Detail":"{}"},{"DetailType":"t","Detail":"{}"},
            {"Source":"s","Detail":"{}"},{"Source":"s","DetailType":"t"},{"Source":"s","DetailType":"t","Detail":"x"},
            {"Source":"aws.s3","DetailType":"t","Detail":"{}"},{"Source":"s","DetailType":"t","Detail":"[]"}]}
            """
        )
        #expect(reply["FailedEntryCount"] == 6)
        #expect(
            (reply["Entries"]?.arrayValue ?? []).map { $0["ErrorCode"]?.stringValue ?? "" } == [
                "", "InvalidArgument", "InvalidArgument", "InvalidArgument", "MalformedDetail",
                "NotAuthorizedForSourceException", "MalformedDetail",
            ]
        )
    }

    /// The limit is that of all entries; an event with what stands round its detail is larger.
    @Test func entriesHaveAMebibyteTogether() async throws {
        let client = try Client()
        try await client.makeRule()
        let put = { (bytes: Int) in
            // Four bytes of source, two of type and eight round the text of the detail.
            let entry = { (bytes: Int) in
                let text = String(repeating: "x", count: bytes - 14)
                return #"{"Source":"test","DetailType":"ty","Detail":"{\"a\":\"\#(text)\"}"}"#
            }
            return #"{"Entries":[\#(entry(bytes - 100)),\#(entry(100))]}"#
        }
        try await client.call("PutEvents", put(1_048_576))
        #expect(try await client.receiver.nextPayload().utf8.count > 1_048_476)
        #expect(
            try await client.refusal("PutEvents", put(1_048_577))
                == "ValidationException: Total size of the entries in the request is over the limit."
        )
    }
}
