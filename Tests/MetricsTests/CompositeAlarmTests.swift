import JSON
import ServiceKit
import ServiceTesting
import Testing
import Time
import Wire

@testable import Metrics

@Suite(.timeLimit(.minutes(10))) struct CompositeAlarmTests {
    private let client: ServiceClient<Metrics>
    private let targets = ActionReceiver()
    private let topic = "arn:aws:sns:us-east-1:000000000000:t"
    private let function = "arn:aws:lambda:us-east-1:000000000000:function:f"

    init() async throws {
        client = try ServiceClient(sending: targets)
        for name in ["a", "b", "s"] {
            try await client.call(
                "PutMetricAlarm",
                """
                {"AlarmName":"\(name)","Namespace":"n","MetricName":"m","Statistic":"Sum","Period":60,
                "EvaluationPeriods":1,"Threshold":5,"ComparisonOperator":"GreaterThanThreshold"}
                """
            )
        }
    }

    private func put(_ name: String, _ rule: String, _ more: String = "") async throws {
        let rule = JSON.string(rule).text
        try await client.call("PutCompositeAlarm", #"{"AlarmName":"\#(name)","AlarmRule":\#(rule)\#(more)}"#)
        // Looked at after the reply; the next write is over after that.
        try await client.call("EnableAlarmActions", #"{"AlarmNames":["\#(name)"]}"#)
    }

    private func set(_ name: String, _ value: String) async throws {
        try await client.call(
            "SetAlarmState",
            #"{"AlarmName":"\#(name)","StateValue":"\#(value)","StateReason":"drill"}"#
        )
    }

    private func composite(_ name: String) async throws -> JSON {
        let request = #"{"AlarmNames":["\#(name)"],"AlarmTypes":["CompositeAlarm"]}"#
        return try await client.call("DescribeAlarms", request)["CompositeAlarms"]?[0] ?? .null
    }

    @Test func followsItsChildrenAndActs() async throws {
        try await put("c", #"ALARM("a") OR ALARM(b)"#, #","AlarmActions":["\#(topic)"],"OKActions":["\#(function)"]"#)
        let created = try await composite("c")
        #expect(created["StateValue"] == "OK")
        #expect(
            created["StateReason"]?.stringValue?.hasSuffix("was created and its alarm rule evaluates to OK") == true
        )
        let (first, _) = await targets.next()
        let event = try JSON(parsing: first.payload)
        #expect(event["alarmData"]?["configuration"]?["alarmRule"] == #"ALARM("a") OR ALARM(b)"#)
        try await set("a", "ALARM")
        #expect(try await composite("c")["StateValue"] == "ALARM")
        let (delivery, target) = await targets.next()
        #expect(target.description == topic)
        let message = try JSON(parsing: delivery.payload)
        #expect(message["AlarmName"] == "c" && message["NewStateValue"] == "ALARM" && message["OldStateValue"] == "OK")
        #expect(message["TriggeringChildren"]?[0]?["State"]?["Value"] == "ALARM")
        #expect(message["TriggeringChildren"]?[0]?["Arn"]?.stringValue?.hasSuffix(":alarm:a") == true)
        #expect(message["Trigger"] == nil)
        let history = try await client.call(
            "DescribeAlarmHistory",
            #"{"AlarmName":"c","AlarmTypes":["CompositeAlarm"],"HistoryItemType":"StateUpdate"}"#
        )
        #expect(history["AlarmHistoryItems"]?[0]?["HistorySummary"] == "Alarm updated from OK to ALARM")
        #expect(history["AlarmHistoryItems"]?[0]?["AlarmType"] == "CompositeAlarm")
        let metric = try await client.call("DescribeAlarmHistory", #"{"AlarmName":"c"}"#)
        #expect(metric["AlarmHistoryItems"] == [])
    }

    @Test func actsWhenItsSuppressorLetsIt() async throws {
        let suppressor = #"""
            ,"AlarmActions":["\#(topic)"],"ActionsSuppressor":"s","ActionsSuppressorWaitPeriod":10,
            "ActionsSuppressorExtensionPeriod":20
            """#
        try await put("c", "ALARM(a)", suppressor)
        try await set("a", "ALARM")
        let waiting = try await composite("c")
        #expect(waiting["StateValue"] == "ALARM" && waiting["ActionsSuppressedBy"] == "WaitPeriod")
        #expect(waiting["ActionsSuppressedReason"] == "Actions suppressed by WaitPeriod")
        await client.time.waitForScheduled()
        client.time.advance(by: .seconds(10))
        let (delivery, _) = await targets.next()
        // It tells of the change as it was, ten seconds before.
        let message = try JSON(parsing: delivery.payload)
        #expect(message["NewStateValue"] == "ALARM" && message["OldStateValue"] == "OK")
        let moment = try #require(waiting["StateTransitionedTimestamp"]?.doubleValue)
        let changed = Timestamp(millisecondsSinceEpoch: Int64(moment * 1_000))
        #expect(message["StateChangeTime"]?.stringValue == changed.iso8601Milliseconds.dropLast() + "+0000")
        #expect(try await composite("c")["ActionsSuppressedBy"] == nil)
    }

    @Test func tellsOfParentsAndChildren() async throws {
        try await put("c", "ALARM(a) OR ALARM(b)")
        try await put("top", "ALARM(c) AND OK(a)")
        let all = try await client.call("DescribeAlarms", #"{"AlarmTypes":["CompositeAlarm","MetricAlarm"]}"#)
        #expect(all["CompositeAlarms"]?.arrayValue?.map { $0["AlarmName"] } == ["c", "top"])
        #expect(all["MetricAlarms"]?.arrayValue?.count == 3)
        #expect(try await client.call("DescribeAlarms", "{}")["CompositeAlarms"] == [])
        let children = try await client.call("DescribeAlarms", #"{"ChildrenOfAlarmName":"top"}"#)
        #expect(children["CompositeAlarms"]?[0]?["AlarmName"] == "c")
        #expect(children["MetricAlarms"]?[0]?["AlarmName"] == "a")
        #expect(children["MetricAlarms"]?[0]?["MetricName"] == nil)
        let parents = try await client.call("DescribeAlarms", #"{"ParentsOfAlarmName":"a"}"#)
        #expect(parents["CompositeAlarms"]?.arrayValue?.map { $0["AlarmName"] } == ["c", "top"])
        #expect(
            try await client.refusal("DescribeAlarms", #"{"ParentsOfAlarmName":"a","StateValue":"OK"}"#)
                .hasPrefix("ValidationException: ParentsOfAlarmName cannot be used with")
        )
    }

    @Test func keepsWhatOthersDependOn() async throws {
        try await put("c", "ALARM(a)")
        try await put("d", "ALARM(c)")
        for name in ["a", "c"] {
            #expect(
                try await client.refusal("DeleteAlarms", #"{"AlarmNames":["\#(name)"]}"#)
                    == "ValidationException: Cannot delete \(name) as there are composite alarm(s) depending on it."
            )
        }
        #expect(
            try await client.refusal("DeleteAlarms", #"{"AlarmNames":["c","d"]}"#)
                == "ValidationException: No more than one composite alarm can be deleted in a request."
        )
        try await put("c", "ALARM(d)")
        #expect(try await client.refusal("DeleteAlarms", #"{"AlarmNames":["d"]}"#).contains("depending on it"))
        try await put("c", "FALSE")
        for names in [#"["d"]"#, #"["c","a","nobody"]"#] {
            try await client.call("DeleteAlarms", #"{"AlarmNames":\#(names)}"#)
        }
        #expect(try await composite("c") == .null)
    }

    @Test(arguments: [
        (
            #""AlarmRule":"ALARM(a) AND OK(x) AND OK(y)""#,
            "Could not save the composite alarm as alarms [x, y] in the alarm rule do not exist"
        ),
        (
            #""AlarmRule":"OK(arn:aws:cloudwatch:us-east-1:999999999999:alarm:a)""#,
            "Could not save the composite alarm as alarms [arn:aws:cloudwatch:us-east-1:999999999999:alarm:a] in the "
                + "alarm rule do not exist"
        ), (#""AlarmRule":"()""#, "Error in AlarmRule [Unsupported token ')' at char 1]"),
        (
            #""AlarmRule":"TRUE","ActionsSuppressor":"a","ActionsSuppressorWaitPeriod":1"#,
            "ActionsSuppressorExtensionPeriod is required when ActionsSuppressor is specified."
        ),
        (
            #""AlarmRule":"TRUE","ActionsSuppressorWaitPeriod":1"#,
            "ActionsSuppressorWaitPeriod must be specified with ActionsSuppressor."
        ),
        (
            #""AlarmRule":"TRUE","ActionsSuppressor":"x","ActionsSuppressorWaitPeriod":1,"ActionsSuppressorExtensionPeriod":1"#,
            "The alarm x that ActionsSuppressor names does not exist"
        ), (#""AlarmName":"a","AlarmRule":"TRUE""#, "An alarm of another type has the name a."),
    ])
    func refusesWhatIsNoCompositeAlarm(_ members: String, _ reason: String) async throws {
        let name = members.contains("AlarmName") ? "" : #""AlarmName":"c","#
        #expect(
            try await client.refusal("PutCompositeAlarm", "{\(name)\(members)}") == "ValidationException: \(reason)"
        )
    }
}
