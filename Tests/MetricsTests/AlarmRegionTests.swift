import Foundation
import JSON
import ServiceKit
import ServiceTesting
import Storage
import Testing
import Time
import Wire

@testable import Metrics

/// Alarms of one name in several regions.
@Suite struct AlarmRegionTests {
    private let targets = ActionReceiver()
    private let here: ServiceClient<Metrics>
    private let there: ServiceClient<Metrics>

    init() throws {
        here = try ServiceClient(sending: targets, to: ["sns"])
        var there = here
        there.region = "eu-west-1"
        self.there = there
    }

    private func put(_ client: ServiceClient<Metrics>, _ threshold: Int) async throws {
        try await client.call(
            "PutMetricAlarm",
            """
            {"AlarmName":"a","Namespace":"n","MetricName":"m","Statistic":"Sum","Period":60,"EvaluationPeriods":1,
            "Threshold":\(threshold),"ComparisonOperator":"GreaterThanThreshold","TreatMissingData":"notBreaching",
            "AlarmActions":["arn:aws:sns:\(client.region):000000000000:t"]}
            """
        )
        await client.time.waitForScheduled()
    }

    private func alarm(_ client: ServiceClient<Metrics>) async throws -> JSON? {
        try await client.call("DescribeAlarms", "{}")["MetricAlarms"]?[0]
    }

    @Test func eachRegionHasItsOwn() async throws {
        try await put(here, 1)
        try await put(there, 2)
        #expect(try await alarm(here)?["AlarmArn"] == "arn:aws:cloudwatch:us-east-1:000000000000:alarm:a")
        let arn = try #require(try await alarm(there)?["AlarmArn"]?.stringValue)
        #expect(arn == "arn:aws:cloudwatch:eu-west-1:000000000000:alarm:a")
        #expect(try await alarm(there)?["Threshold"]?.doubleValue == 2)
        let tags = #"{"ResourceARN":"\#(arn)","Tags":[{"Key":"k","Value":"v"}]}"#
        try await here.call("TagResource", tags)
        #expect(try await there.call("ListTagsForResource", #"{"ResourceARN":"\#(arn)"}"#)["Tags"]?[0]?["Key"] == "k")
        try await there.call("SetAlarmState", #"{"AlarmName":"a","StateValue":"OK","StateReason":"r"}"#)
        #expect(try await alarm(here)?["StateValue"] == "INSUFFICIENT_DATA")
        let history = { (client: ServiceClient<Metrics>) in
            try await client.call("DescribeAlarmHistory", "{}")["AlarmHistoryItems"]?.arrayValue?.count
        }
        #expect(try await history(here) == 1)
        #expect(try await history(there) == 2)
        try await here.call("DeleteAlarms", #"{"AlarmNames":["a"]}"#)
        #expect(try await alarm(here) == nil)
        #expect(try await alarm(there) != nil)
    }

    @Test func eachActsInItsOwn() async throws {
        try await put(there, 2)
        try await there.call("PutMetricData", #"{"Namespace":"n","MetricData":[{"MetricName":"m","Value":3}]}"#)
        let now = there.time.now.nanosecondsSinceEpoch / 1_000_000_000
        there.time.advance(by: .seconds(60 - now % 60 + 2))
        let (delivery, target) = await targets.next()
        #expect(target.region == "eu-west-1")
        #expect(delivery.source?.region == "eu-west-1")
        let message = try JSON(parsing: delivery.payload)
        #expect(message["Region"] == "EU (Ireland)")
        #expect(message["AlarmArn"] == "arn:aws:cloudwatch:eu-west-1:000000000000:alarm:a")
    }

    @Test func whatVersion090HasStoredIsOfTheRegionThatHearthIsIn() throws {
        let file = FileManager.default.temporaryDirectory.path + "/hearth-\(UInt64.random(in: 0...UInt64.max)).sqlite"
        let old = try Database(.file(file), migrations: Metrics.migrations.filter { $0.name != "metrics.4" })
        let request = """
            {\\"AlarmName\\":\\"a\\",\\"Namespace\\":\\"n\\",\\"MetricName\\":\\"m\\",\\"Statistic\\":\\"Sum\\",\\"Period\\":60,\
            \\"EvaluationPeriods\\":1,\\"Threshold\\":1,\\"ComparisonOperator\\":\\"GreaterThanThreshold\\"}
            """
        let state = #"{"value":"OK","reason":"","updated":1}"#
        _ = try old.writeAndWait { connection in
            try connection.run(
                "INSERT INTO metrics_alarm (name, document) VALUES ('a', ?)",
                .blob(Array(#"{"request":"\#(request)","state":\#(state),"configured":1,"tags":{}}"#.utf8))
            )
        }
        old.close()
        let database = try Database(.file(file), migrations: Metrics.migrations)
        defer { database.close() }
        let home = AWSAccount(region: "eu-central-1")
        try database.readAndWait { connection in
            let alarm = try AlarmStore(connection, home: home).alarm("a")
            #expect(alarm?.arn(home).contains("eu-central-1") == true)
            let elsewhere = try AlarmStore(connection, region: "us-east-1", home: home).alarm("a")
            #expect(elsewhere == nil)
            let accounts = try AlarmStore.all(connection, home: home).map(\.account)
            #expect(accounts == [home])
        }
        for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: file + end) }
    }
}
