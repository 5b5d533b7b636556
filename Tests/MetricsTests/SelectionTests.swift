import JSON
import ServiceTesting
import Testing
import Time

@testable import Metrics

/// Queries of Metrics Insights.
@Suite struct SelectionTests {
    private let client: ServiceClient<Metrics>

    init() throws { client = try ServiceClient() }

    private var now: Int64 { client.time.now.millisecondsSinceEpoch / 1_000 }

    /// `Latency` of paths and regions, the last one of another schema.
    private func putMetrics() async throws {
        for (value, dimensions) in [
            (10, [("Path", "/a"), ("Region", "x")]), (20, [("Path", "/a"), ("Region", "y")]),
            (60, [("Path", "/b"), ("Region", "x")]), (500, [("Path", "/a")]),
        ] {
            let list = dimensions.map { #"{"Name":"\#($0.0)","Value":"\#($0.1)"}"# }.joined(separator: ",")
            let datum = #"{"MetricName":"Latency","Value":\#(value),"Dimensions":[\#(list)]}"#
            try await client.call("PutMetricData", #"{"Namespace":"My/App","MetricData":[\#(datum)]}"#)
        }
    }

    private func request(_ expression: String) -> String {
        let query: JSON = ["Id": "q", "Period": 60, "Expression": .string(expression)]
        return #"{"MetricDataQueries":[\#(query.text)],"StartTime":\#(now - 60),"EndTime":\#(now + 60)}"#
    }

    private func select(_ expression: String) async throws -> [String] {
        let results = try await client.call("GetMetricData", request(expression))["MetricDataResults"]
        return (results?.arrayValue ?? []).map { result in
            let values = (result["Values"]?.arrayValue ?? []).map { "\($0.doubleValue ?? 0)" }
            return "\(result["Label"]?.stringValue ?? ""): \(values.joined(separator: " "))"
        }
    }

    @Test(arguments: [
        (#"SELECT SUM(Latency) FROM "My/App""#, ["q: 590.0"]),
        (#"select max(Latency) from SCHEMA("My/App", Region, "Path")"#, ["q: 60.0"]),
        (#"SELECT AVG(Latency) FROM SCHEMA("My/App",Path,Region) WHERE Path='/a' AND Region != 'y'"#, ["q: 10.0"]),
        (#"SELECT COUNT(Latency) FROM "My/App" GROUP BY Path"#, ["/a: 3.0", "/b: 1.0"]),
        (
            #"SELECT MIN(Latency) FROM "My/App" GROUP BY Path, Region ORDER BY MAX() DESC LIMIT 2"#,
            ["/b x: 60.0", "/a y: 20.0"]
        ),
        (#"SELECT SUM(Latency) FROM "My/App" GROUP BY Region ORDER BY SUM()"#, ["y: 20.0", "x: 70.0"]),
        (#"SELECT SUM(Other) FROM "My/App""#, ["q: "]), (#"SELECT SUM(Other) FROM "My/App" GROUP BY Path"#, []),
    ])
    func choosesAndGroups(_ expression: String, _ series: [String]) async throws {
        try await putMetrics()
        #expect(try await select(expression) == series)
    }

    @Test(arguments: [
        ("SELECT", "a function is missing"), ("SELECT SUM(a) FROM", "it ends too early"),
        ("SELECT SUMS(a) FROM n", "SUMS is no function: AVG, COUNT, MAX, MIN and SUM are"),
        ("SELECT SUM(a) FROM n WHERE k = v", "the value of k must be in single quotes"),
        ("SELECT SUM(a) FROM n LIMIT x", "LIMIT needs a number"),
        ("SELECT SUM(a) FROM n GROUP k", "k is not expected there"),
        ("SELECT SUM(a FROM n", "FROM is not expected there"),
        (#"SELECT SUM("a) FROM n"#, "\" is missing"), ("SELECT SUM(a) FROM n n", "n is not expected there"),
    ])
    func saysWhatIsWrong(_ expression: String, _ reason: String) async throws {
        let refusal = try await client.refusal("GetMetricData", request(expression))
        #expect(refusal == "ValidationException: Error in expression 'q': \(reason)")
    }

    @Test func severalSeriesAreOperandsButHaveNoAlarms() async throws {
        try await putMetrics()
        let queries = """
            {"Id":"q","Period":60,"Expression":"SELECT SUM(Latency) FROM \\"My/App\\" GROUP BY Region","ReturnData":false},
            {"Id":"e","Expression":"q / 10"},{"Id":"s","Expression":"SUM(q)"}
            """
        let range = #""StartTime":\#(now - 60),"EndTime":\#(now + 60)"#
        let reply = try await client.call("GetMetricData", #"{"MetricDataQueries":[\#(queries)],\#(range)}"#)
        let results = reply["MetricDataResults"]?.arrayValue ?? []
        #expect(results.map { $0["Label"] } == ["x", "y", "s"])
        #expect(results.map { $0["Values"]?[0]?.doubleValue } == [7, 2, 90])
        let alarm = { (query: String) in
            """
            {"AlarmName":"a","EvaluationPeriods":1,"Threshold":1,"ComparisonOperator":"GreaterThanThreshold",
            "Metrics":[{"Id":"q","Period":60,"Expression":"\(query)"}]}
            """
        }
        try await client.call("PutMetricAlarm", alarm("SELECT SUM(a) FROM n"))
        #expect(
            try await client.refusal("PutMetricAlarm", alarm("SELECT SUM(a) FROM n GROUP BY k"))
                .hasSuffix("Hearth does not emulate alarms on several series.")
        )
    }
}
