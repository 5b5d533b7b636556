import JSON
import ServiceTesting
import Testing
import Time

@testable import Metrics

/// Labels that tell something of a metric or of its values.
@Suite struct DynamicLabelTests {
    private let client: ServiceClient<Metrics>

    init() throws { client = try ServiceClient(sending: nil) }

    private func label(_ text: String, _ more: String = "") async throws -> String? {
        let now = client.time.now.nanosecondsSinceEpoch / 1_000_000_000
        for (value, age) in [(5, 900), (2.5, 600), (10, 300)] {
            let datum = #"{"MetricName":"m","Value":\#(value),"Timestamp":\#(now - Int64(age)),"#
            let dimensions = #""Dimensions":[{"Name":"shop","Value":"a b"}]}"#
            try await client.call("PutMetricData", #"{"Namespace":"n","MetricData":[\#(datum)\#(dimensions)]}"#)
        }
        let metric = #"{"Namespace":"n","MetricName":"m","Dimensions":[{"Name":"shop","Value":"a b"}]}"#
        let stat = #"{"Metric":\#(metric),"Period":60,"Stat":"Maximum"}"#
        let reply = try await client.call(
            "GetMetricData",
            """
            {"StartTime":\(now - 3_600),"EndTime":\(now)\(more),
            "MetricDataQueries":[{"Id":"q","Label":\(JSON.string(text).text),"MetricStat":\(stat)}]}
            """
        )
        return reply["MetricDataResults"]?[0]?["Label"]?.stringValue
    }

    @Test(arguments: [
        ("plain", "plain"), ("${LABEL} max ${MAX}", "m max 10"),
        ("${FIRST} ${LAST} ${MIN} ${SUM} ${DATAPOINT_COUNT}", "5 10 2.5 17.5 3"), ("${AVG}", "5.833333333333333"),
        ("${PROP('MetricName')}/${PROP('Namespace')}/${PROP('Stat')}/${PROP('Period')}", "m/n/Maximum/60"),
        ("${PROP('Dim.shop')} ${PROP('Region')} ${PROP('AccountId')}", "a b us-east-1 000000000000"),
        ("${FIRST_LAST_RANGE} ${MIN_MAX_RANGE}", "5 7.5"),
        ("${FIRST_LAST_TIME_RANGE} ${MIN_MAX_TIME_RANGE}", "10m 5m"),
        ("${PROP('Dim.none')} ${OTHER} ${MAX", "${PROP('Dim.none')} ${OTHER} ${MAX"),
    ])
    func isFilled(_ text: String, _ expected: String) async throws {
        #expect(try await label(text) == expected)
    }

    @Test func tellsTimes() async throws {
        // The clock of tests begins at 22:13:20 on 14 November 2023.
        #expect(try await label("${LAST_TIME}") == "2023-11-14 22:08:00")
        #expect(try await label("${FIRST_TIME}", #","LabelOptions":{"Timezone":"+0130"}"#) == "2023-11-14 23:28:00")
        #expect(try await label("${MIN_TIME_RELATIVE}") == "10m 20s")
        let wrong = #"{"StartTime":0,"EndTime":60,"MetricDataQueries":[],"LabelOptions":{"Timezone":"CET"}}"#
        #expect(try await client.refusal("GetMetricData", wrong).contains("LabelOptions.Timezone"))
    }
}
