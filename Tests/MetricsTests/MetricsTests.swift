import JSON
import ServiceKit
import ServiceTesting
import Storage
import Testing
import Time
import Wire

@testable import Metrics

@Suite struct MetricsTests {
    private let client: ServiceClient<Metrics>
    private let targets = ActionReceiver()

    init() throws {
        client = try ServiceClient(sending: targets)
    }

    private var now: Int64 { client.time.now.nanosecondsSinceEpoch / 1_000_000_000 }

    private func put(_ datum: String, _ namespace: String = "n") async throws {
        try await client.call("PutMetricData", #"{"Namespace":"\#(namespace)","MetricData":[\#(datum)]}"#)
    }

    private func statistics(_ more: String) async throws -> [JSON] {
        let range = #""StartTime":\#(now - 3_600),"EndTime":\#(now + 60)"#
        let reply = try await client.call(
            "GetMetricStatistics",
            #"{"Namespace":"n","MetricName":"m",\#(range),\#(more)}"#
        )
        return reply["Datapoints"]?.arrayValue ?? []
    }

    @Test func sumsUpByPeriod() async throws {
        for value in [1, 2, 6] { try await put(#"{"MetricName":"m","Value":\#(value),"Unit":"Count"}"#) }
        try await put(#"{"MetricName":"m","Values":[10,20],"Counts":[1,2],"Timestamp":\#(now - 600),"Unit":"Count"}"#)
        let points = try await statistics(
            #""Period":60,"Statistics":["Sum","Average","Minimum","Maximum","SampleCount"]"#
        )
        #expect(points.count == 2)
        #expect(points[0]["Sum"]?.doubleValue == 50)
        #expect(points[0]["SampleCount"]?.doubleValue == 3)
        #expect(points[1]["Sum"]?.doubleValue == 9)
        #expect(points[1]["Average"]?.doubleValue == 3)
        #expect(points[1]["Minimum"]?.doubleValue == 1)
        #expect(points[1]["Maximum"]?.doubleValue == 6)
        #expect(points[1]["Unit"] == "Count")
        #expect(
            try await statistics(#""Period":3600,"Statistics":["Sum"]"#).map { $0["Sum"]?.doubleValue ?? 0 }.reduce(
                0,
                +
            ) == 59
        )
    }

    @Test func tellsUnitsApartAndShowsFractions() async throws {
        try await put(#"{"MetricName":"m","Value":1,"Unit":"Seconds"},{"MetricName":"m","Value":5,"Unit":"Count"}"#)
        let points = try await statistics(#""Period":60,"Statistics":["Average"]"#)
        #expect(points.map { $0["Unit"] } == ["Count", "Seconds"])
        #expect(points.map { $0["Average"]?.numberText } == ["5.0", "1.0"])
    }

    @Test func labelsTellStatisticAndPeriodWhereTheyDiffer() async throws {
        let query = { (id: String, stat: String, period: Int) in
            let metric = #"{"Namespace":"n","MetricName":"m"}"#
            return #"{"Id":"\#(id)","MetricStat":{"Metric":\#(metric),"Period":\#(period),"Stat":"\#(stat)"}}"#
        }
        for (other, period, labels) in [
            ("Sum", 60, ["m", "m"]), ("Average", 60, ["m Sum", "m Average"]), ("Sum", 30, ["m 60", "m 30"]),
            ("Average", 30, ["m Sum 60", "m Average 30"]),
        ] {
            let queries = "[\(query("a", "Sum", 60)),\(query("b", other, period))]"
            let range = #""StartTime":\#(now - 60),"EndTime":\#(now)"#
            let reply = try await client.call("GetMetricData", #"{"MetricDataQueries":\#(queries),\#(range)}"#)
            #expect(reply["MetricDataResults"]?.arrayValue?.map { $0["Label"]?.stringValue } == labels)
        }
    }

    @Test(arguments: [
        (
            "AWS/Lambda", #""Value":1"#,
            "InvalidParameterValueException: The value AWS/ for parameter Namespace is invalid."
        ),
        (
            "n", #""Value":1,"StorageResolution":5"#,
            "InvalidParameterValueException: The parameter MetricData.member.1.StorageResolution must be a value in the "
                + "set [ 1, 60 ]."
        ),
    ])
    func refusesWhatIsNoDatum(_ namespace: String, _ members: String, _ refusal: String) async throws {
        let body = #"{"Namespace":"\#(namespace)","MetricData":[{"MetricName":"m",\#(members)}]}"#
        #expect(try await client.refusal("PutMetricData", body) == "com.amazonaws.cloudwatch#\(refusal)")
    }

    @Test func takesExtendedStatisticsWhereAWSDoes() async throws {
        for statistic in ["tm90", "IQM", "PR(2:6)", "p90"] {
            try await client.call(
                "PutMetricAlarm",
                """
                {"AlarmName":"a","Namespace":"n","MetricName":"m","ExtendedStatistic":"\(statistic)","Period":60,
                "EvaluationPeriods":1,"Threshold":5,"ComparisonOperator":"GreaterThanThreshold"}
                """
            )
        }
        let range = #""StartTime":\#(now - 60),"EndTime":\#(now),"Period":60"#
        #expect(
            try await client.refusal(
                "GetMetricStatistics",
                #"{"Namespace":"n","MetricName":"m",\#(range),"ExtendedStatistics":["tm90"]}"#
            ).contains("The value tm90 for parameter ExtendedStatistics is not supported.")
        )
    }

    @Test func tellsPercentilesToOnePercent() async throws {
        let values = (1...100).map(String.init).joined(separator: ",")
        try await put(#"{"MetricName":"m","Values":[\#(values)]}"#)
        let point = try #require(try await statistics(#""Period":60,"ExtendedStatistics":["p50","p99"]"#).first)
        let median = try #require(point["ExtendedStatistics"]?["p50"]?.doubleValue)
        let high = try #require(point["ExtendedStatistics"]?["p99"]?.doubleValue)
        #expect(abs(median - 50) <= 1)
        #expect(abs(high - 99) <= 1)
    }

    @Test func keepsDimensionsApart() async throws {
        try await put(#"{"MetricName":"m","Value":1,"Dimensions":[{"Name":"b","Value":"2"},{"Name":"a","Value":"1"}]}"#)
        try await put(#"{"MetricName":"m","Value":5}"#)
        let dimensions = #""Dimensions":[{"Name":"a","Value":"1"},{"Name":"b","Value":"2"}]"#
        #expect(
            try await statistics(#""Period":60,"Statistics":["Sum"],\#(dimensions)"#).map { $0["Sum"]?.doubleValue }
                == [1]
        )
        let list = try await client.call("ListMetrics", #"{"Dimensions":[{"Name":"a"}]}"#)
        #expect(list["Metrics"]?.arrayValue?.count == 1)
        #expect(try await client.call("ListMetrics", "{}")["Metrics"]?.arrayValue?.count == 2)
    }

    @Test func worksExpressionsOut() async throws {
        try await put(#"{"MetricName":"m","Value":6},{"MetricName":"k","Value":4}"#)
        let stat = { (name: String) in
            #"{"Metric":{"Namespace":"n","MetricName":"\#(name)"},"Period":60,"Stat":"Sum"}"#
        }
        let queries = """
            {"Id":"e","Expression":"100 * (a - b) / a","Label":"share"},
            {"Id":"a","MetricStat":\(stat("m")),"ReturnData":false},{"Id":"b","MetricStat":\(stat("k"))}
            """
        let range = #""StartTime":\#(now - 60),"EndTime":\#(now + 60)"#
        let reply = try await client.call("GetMetricData", #"{"MetricDataQueries":[\#(queries)],\#(range)}"#)
        let results = reply["MetricDataResults"]?.arrayValue ?? []
        #expect(results.map { $0["Id"] } == ["e", "b"])
        #expect(results[0]["Label"] == "share")
        #expect(results[1]["Label"] == "k")
        let value = try #require(results[0]["Values"]?[0]?.doubleValue)
        #expect(abs(value - 100.0 / 3) < 1e-9)
        for (expression, reason) in [
            ("SEARCH('x', 'Sum', 60)", "Hearth does not emulate the function SEARCH"), ("a +", "an operand is missing"),
            ("SUM(a, a)", "SUM does not take 2 arguments"), ("RATE(5)", "RATE needs a series"),
            ("METRICS() + METRICS()", "operators do not take several series on both sides"),
        ] {
            let query = #"{"Id":"e","Expression":"\#(expression)"},{"Id":"a","MetricStat":\#(stat("m"))}"#
            let refusal = try await client.refusal("GetMetricData", #"{"MetricDataQueries":[\#(query)],\#(range)}"#)
            #expect(refusal == "ValidationException: Error in expression 'e': \(reason)")
        }
        let foreign = #"{"Id":"a","AccountId":"123456789012","MetricStat":\#(stat("m"))}"#
        #expect(
            try await client.refusal(
                "GetMetricData",
                #"{"MetricDataQueries":[{"Id":"X","Expression":"1"}],\#(range)}"#
            )
                == "ValidationException: The value X for parameter MetricDataQueries.member.1.Id is not matching the "
                + "expected pattern ^[a-z][a-zA-Z0-9_]*$."
        )
        #expect(
            try await client.refusal("GetMetricData", #"{"MetricDataQueries":[\#(foreign)],\#(range)}"#)
                == "ValidationException: Hearth does not emulate metrics of other accounts: AccountId 123456789012 of a"
        )
        #expect(try await client.call("ListMetrics", #"{"OwningAccount":"123456789012"}"#)["Metrics"] == [])
        #expect(try await client.call("ListMetrics", #"{"OwningAccount":"000000000000"}"#)["Metrics"] != [])
        let circle = #"{"Id":"e","Expression":"f + 1"},{"Id":"f","Expression":"e + 1"}"#
        #expect(
            try await client.refusal("GetMetricData", #"{"MetricDataQueries":[\#(circle)],\#(range)}"#)
                .hasPrefix("ValidationException: Error in expression: circular reference")
        )
    }

    @Test func gathersWhatServicesMeasure() async throws {
        let subject = MetricSubject("AWS/Lambda", [.init("FunctionName", "f")])
        for _ in 0..<1_000 {
            client.service.record([MetricValue("Invocations", 1, unit: "Count")], of: subject, at: client.time.now)
        }
        client.time.advance(by: .seconds(1))
        let rows = try client.service.context.database.readAndWait {
            try $0.first("SELECT count(*) FROM metrics_point") { $0.integer(0) }
        }
        #expect(rows == 1)
        let range = #""StartTime":\#(now - 60),"EndTime":\#(now + 60),"Period":60,"Statistics":["Sum"]"#
        let reply = try await client.call(
            "GetMetricStatistics",
            #"{"Namespace":"AWS/Lambda","MetricName":"Invocations","Dimensions":[{"Name":"FunctionName","Value":"f"}],\#(range)}"#
        )
        #expect(reply["Datapoints"]?[0]?["Sum"]?.doubleValue == 1_000)
    }

    @Test func leavesOutWhatIsMeasuredAtAnotherTime() async throws {
        let subject = MetricSubject("N", [])
        for offset in [-14 * 86_400, -14 * 86_400 - 60, 7_200, 7_260] {
            let values = [MetricValue("M", 1, unit: "Count")]
            client.service.record(values, of: subject, at: client.time.now + .seconds(offset))
        }
        try client.service.flush()
        let minutes = try client.service.context.database.readAndWait {
            try $0.first("SELECT count(*) FROM metrics_point") { $0.integer(0) }
        }
        #expect(minutes == 2)
    }

    // MARK: Alarms

    private func putAlarm(_ more: String = "", actions: String = "arn:aws:sns:us-east-1:000000000000:t") async throws {
        try await client.call(
            "PutMetricAlarm",
            """
            {"AlarmName":"a","Namespace":"n","MetricName":"m","Statistic":"Sum","Period":60,"EvaluationPeriods":1,
            "Threshold":5,"ComparisonOperator":"GreaterThanThreshold","AlarmActions":["\(actions)"],
            "OKActions":["\(actions)"],"TreatMissingData":"notBreaching"\(more)}
            """
        )
        await client.time.waitForScheduled()
    }

    private func alarm() async throws -> JSON {
        try await client.call("DescribeAlarms", #"{"AlarmNames":["a"]}"#)["MetricAlarms"]?[0] ?? .null
    }

    /// Moves on to two seconds after the next full minute, when alarms are looked at.
    private func nextMinute() async throws {
        client.time.advance(by: .seconds(60 - (now - 2) % 60))
        _ = try await alarm()
        await client.time.waitForScheduled()
    }

    @Test func goesOffAndRecovers() async throws {
        try await putAlarm()
        #expect(try await alarm()["StateValue"] == "INSUFFICIENT_DATA")
        try await nextMinute()
        let quiet = try await alarm()
        #expect(quiet["StateValue"] == "OK")
        let nothing = try JSON(parsing: quiet["StateReasonData"]?.stringValue ?? "")
        #expect(nothing["recentDatapoints"] == [] && nothing["evaluatedDatapoints"]?.arrayValue?.count == 1)
        #expect(nothing["evaluatedDatapoints"]?[0]?.objectValue?.keys == ["timestamp"])
        _ = await targets.next()
        try await put(#"{"MetricName":"m","Value":9}"#)
        try await nextMinute()
        let gone = try await alarm()
        #expect(gone["StateValue"] == "ALARM" && gone["Threshold"]?.numberText == "5.0")
        let data = try JSON(parsing: Array((gone["StateReasonData"]?.stringValue ?? "").utf8))
        #expect(data["statistic"] == "Sum" && data["period"] == 60 && data["recentDatapoints"]?[0]?.doubleValue == 9)
        #expect(data["evaluatedDatapoints"]?[0]?["sampleCount"]?.doubleValue == 1)
        let (delivery, target) = await targets.next()
        #expect(target.description == "arn:aws:sns:us-east-1:000000000000:t")
        let message = try JSON(parsing: delivery.payload)
        #expect(message["AlarmName"] == "a")
        #expect(message["NewStateValue"] == "ALARM")
        #expect(message["OldStateValue"] == "OK")
        #expect(message["Region"] == "US East (N. Virginia)")
        #expect(message["Trigger"]?["Statistic"] == "SUM" && message["ActionExecutedAfterMuteWindow"] == false)
        #expect(message["NewStateReason"]?.stringValue?.hasSuffix("was greater than the threshold (5.0).") == true)
        for _ in 0..<4 { try await nextMinute() }
        #expect(try await alarm()["StateValue"] == "OK")
        let history = try await client.call(
            "DescribeAlarmHistory",
            #"{"AlarmName":"a","HistoryItemType":"StateUpdate","ScanBy":"TimestampAscending"}"#
        )
        #expect(
            history["AlarmHistoryItems"]?.arrayValue?.map { $0["HistorySummary"] } == [
                "Alarm updated from INSUFFICIENT_DATA to OK", "Alarm updated from OK to ALARM",
                "Alarm updated from ALARM to OK",
            ]
        )
        let change = try JSON(parsing: history["AlarmHistoryItems"]?[1]?["HistoryData"]?.stringValue ?? "")
        #expect(change["newState"]?["stateReasonData"] == data)
    }

    @Test func tellsFunctionsInTheirOwnWay() async throws {
        try await putAlarm(actions: "arn:aws:lambda:us-east-1:000000000000:function:f")
        try await client.call("SetAlarmState", #"{"AlarmName":"a","StateValue":"ALARM","StateReason":"drill"}"#)
        let (delivery, _) = await targets.next()
        let event = try JSON(parsing: delivery.payload)
        #expect(event["source"] == "aws.cloudwatch")
        #expect(event["alarmData"]?["state"]?["value"] == "ALARM")
        #expect(event["alarmData"]?["state"]?["reason"] == "drill")
        #expect(event["alarmData"]?["previousState"]?["value"] == "INSUFFICIENT_DATA")
        #expect(event["alarmData"]?["configuration"]?["metrics"]?[0]?["metricStat"]?["stat"] == "Sum")
        try await client.call("DisableAlarmActions", #"{"AlarmNames":["a"]}"#)
        #expect(try await alarm()["ActionsEnabled"] == false)
    }

    @Test func tellsOfActionsThatNothingDoes() async throws {
        try await putAlarm(actions: "arn:aws:automate:us-east-1:ec2:stop")
        try await client.call("SetAlarmState", #"{"AlarmName":"a","StateValue":"ALARM","StateReason":"drill"}"#)
        let history = try await client.call("DescribeAlarmHistory", #"{"AlarmName":"a","HistoryItemType":"Action"}"#)
        let item = history["AlarmHistoryItems"]?[0]
        #expect(item?["HistorySummary"] == "Failed to execute action arn:aws:automate:us-east-1:ec2:stop")
    }

    @Test(arguments: [
        (#""AlarmActions":["hello"]"#, "ValidationException: Invalid arn syntax: hello"),
        (
            #""Metrics":null,"EvaluationPeriods":1441"#,
            "ValidationException: Metrics cannot be checked across more than a day "
                + "(EvaluationPeriods * Period must be <= 86400) for alarms using period < 3600"
        ),
        (
            #""Period":86400,"EvaluationPeriods":8"#,
            "ValidationException: Metrics cannot be checked across more than a week "
                + "(EvaluationPeriods * Period must be <= 604800) for alarms using period >= 3600"
        ),
        (
            #""DatapointsToAlarm":2"#,
            "ValidationException: DatapointsToAlarm must be less than or equal to EvaluationPeriods."
        ),
        (
            #""Metrics":[]"#,
            "com.amazonaws.cloudwatch#InvalidParameterCombinationException: The parameters MetricName and Metrics are mutually exclusive."
        ),
        (#""ThresholdMetricId":"x""#, "ValidationException: Hearth does not emulate ThresholdMetricId"),
        (
            #""ExtendedStatistic":"p9""#,
            "ValidationException: Exactly one of Statistic and ExtendedStatistic must be specified."
        ),
    ])
    func refusesWhatIsNoAlarm(_ more: String, _ refusal: String) async throws {
        #expect(
            try await client.refusal(
                "PutMetricAlarm",
                """
                {"AlarmName":"a","Namespace":"n","MetricName":"m","Statistic":"Sum","Period":60,"EvaluationPeriods":1,
                "Threshold":5,"ComparisonOperator":"GreaterThanThreshold",\(more)}
                """
            ) == refusal
        )
    }

    @Test func speaksCBOR() async throws {
        // {"Namespace": "n", "MetricData": [{"MetricName": "m", "Value": 1.5}]}, its lists and maps of unknown length.
        var body: [UInt8] = [0xBF, 0x69] + Array("Namespace".utf8) + [0x61, 0x6E, 0x6A] + Array("MetricData".utf8)
        body += [0x9F, 0xBF, 0x6A] + Array("MetricName".utf8) + [0x61, 0x6D, 0x65] + Array("Value".utf8)
        body += [0xFB, 0x3F, 0xF8, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF]
        #expect(await cbor("PutMetricData", body).status == 200)
        #expect(await cbor("PutMetricData", Array(body.dropLast())).status == 400)
        let list = await cbor("ListMetrics", [0xA0])
        #expect(list.headers["Content-Type"] == "application/cbor")
        #expect(try CBOR.json(list.body)["Metrics"]?[0]?["MetricName"] == "m")
        let refusal = await cbor("SetAlarmState", [0xA0])
        #expect(refusal.headers["x-amzn-query-error"] == "ValidationError;Sender")
        #expect(await cbor("GetMetricStream", [0xA0]).status == 404)
    }

    private func cbor(_ action: String, _ body: [UInt8]) async -> HTTPResponse {
        let request = HTTPRequest(
            method: "POST",
            target: "/service/GraniteServiceVersion20100801/operation/\(action)",
            headers: [
                "Smithy-Protocol": "rpc-v2-cbor", "Content-Type": "application/cbor",
                "Authorization": "AWS4-HMAC-SHA256 Credential=a/20261121/us-east-1/monitoring/aws4_request",
            ],
            body: body
        )
        return await withCheckedContinuation { continuation in
            client.service.handle(request) { continuation.resume(returning: $0) }
        }
    }

    @Test func takesNoHarmFromBadInput() async throws {
        try await putAlarm()
        let range = #""StartTime":\#(now - 60),"EndTime":\#(now)"#
        let names = #"{"AlarmNames":["b"]}"#
        let arn = "arn:aws:cloudwatch:us-east-1:000000000000:alarm:b"
        let query =
            #"{"Id":"q","MetricStat":{"Metric":{"Namespace":"n","MetricName":"m","Dimensions":[{"Name":"a","Value":"b"}]},"Period":60,"Stat":"Sum"}}"#
        let requests = [
            "PutMetricData":
                #"{"Namespace":"n","MetricData":[{"MetricName":"m","Dimensions":[{"Name":"a","Value":"b"}],"Value":1}]}"#,
            "GetMetricData": #"{"MetricDataQueries":[\#(query)],\#(range)}"#,
            "GetMetricStatistics":
                #"{"Namespace":"n","MetricName":"m",\#(range),"Period":60,"Statistics":["Sum"]}"#,
            "ListMetrics": #"{"Dimensions":[{"Name":"a"}]}"#,
            "PutMetricAlarm":
                #"{"AlarmName":"b","Namespace":"n","MetricName":"m","Statistic":"Sum","Period":60,"EvaluationPeriods":1,"Threshold":5,"ComparisonOperator":"GreaterThanThreshold"}"#,
            "PutCompositeAlarm":
                #"{"AlarmName":"c","AlarmRule":"ALARM(a)","ActionsSuppressor":"a","ActionsSuppressorWaitPeriod":60,"ActionsSuppressorExtensionPeriod":60}"#,
            "DescribeAlarms": "{}", "DescribeAlarmsForMetric": #"{"Namespace":"n","MetricName":"m"}"#,
            "DescribeAlarmHistory": "{}",
            "SetAlarmState": #"{"AlarmName":"b","StateValue":"OK","StateReason":"r"}"#, "DeleteAlarms": names,
            "EnableAlarmActions": names, "DisableAlarmActions": names,
            "TagResource": #"{"ResourceARN":"\#(arn)","Tags":[{"Key":"k","Value":"v"}]}"#,
            "UntagResource": #"{"ResourceARN":"\#(arn)","TagKeys":["k"]}"#,
            "ListTagsForResource": #"{"ResourceARN":"\#(arn)"}"#,
            "PutDashboard": #"{"DashboardName":"d","DashboardBody":"{\"widgets\":[]}"}"#,
            "GetDashboard": #"{"DashboardName":"d"}"#, "ListDashboards": "{}",
            "DeleteDashboards": #"{"DashboardNames":["d"]}"#,
            "PutInsightRule": #"{"RuleName":"r","RuleDefinition":"{\"Schema\":{\"Name\":\"S\",\"Version\":1}}"}"#,
            "DescribeInsightRules": "{}", "EnableInsightRules": #"{"RuleNames":["r"]}"#,
            "DisableInsightRules": #"{"RuleNames":["r"]}"#, "DeleteInsightRules": #"{"RuleNames":["r"]}"#,
            "PutAnomalyDetector": #"{"Namespace":"n","MetricName":"m","Stat":"Sum"}"#,
            "DescribeAnomalyDetectors": "{}",
            "DeleteAnomalyDetector": #"{"Namespace":"n","MetricName":"m","Stat":"Sum"}"#,
        ]
        for operation in Metrics.operations {
            let request = try JSON(parsing: requests[operation.name] ?? "{}")
            for bad in BadInput.all(request, operation.input) + BadInput.malformed {
                let before = try await alarm()
                let (status, body) = try await client.send(operation.name, bad.body)
                let shown = "\(operation.name) \(bad.body.prefix(300)): \(status) \(body.text.prefix(300))"
                #expect(status == 200 || status == 400 || status == 404, "\(shown)")
                if bad.expectation == .serializationException {
                    #expect(body["__type"] == "SerializationException", "\(shown)")
                }
                if bad.expectation == .refusal { #expect(status != 200, "\(shown)") }
                if status != 200 { #expect(try await alarm() == before, "\(shown)") }
            }
        }
    }
}
