import JSON
import ServiceTesting
import Testing

@testable import Metrics

/// Dashboards, Contributor Insights rules and anomaly detectors.
@Suite struct KeptResourcesTests {
    private let client: ServiceClient<Metrics>

    init() throws {
        client = try ServiceClient(
            targetPrefix: "GraniteServiceVersion20100801.",
            version: "1.0",
            migrations: Metrics.migrations
        ) { try Metrics($0) }
    }

    @Test func dashboardsOfAllRegionsAreOne() async throws {
        let body = #"{\"widgets\":[]}"#
        let made = try await client.call("PutDashboard", #"{"DashboardName":"d","DashboardBody":"\#(body)"}"#)
        #expect(made["DashboardValidationMessages"] == [])
        var west = client
        west.region = "us-west-2"
        let entry = try await west.call("ListDashboards", #"{"DashboardNamePrefix":"d"}"#)["DashboardEntries"]?[0]
        #expect(entry?["DashboardArn"] == "arn:aws:cloudwatch::000000000000:dashboard/d" && entry?["Size"] == 14)
        let got = try await west.call("GetDashboard", #"{"DashboardName":"d"}"#)
        #expect(got["DashboardBody"] == #"{"widgets":[]}"#)
        #expect(try await client.send("DeleteDashboards", #"{"DashboardNames":["d","other"]}"#).status == 404)
        try await client.call("DeleteDashboards", #"{"DashboardNames":["d"]}"#)
        #expect(try await client.send("GetDashboard", #"{"DashboardName":"d"}"#).status == 404)
    }

    @Test(arguments: [
        (#"{"DashboardName":"a b","DashboardBody":"{}"}"#, "InvalidParameterValueException"),
        (#"{"DashboardName":"d","DashboardBody":"{"}"#, "DashboardInvalidInputError"),
        (#"{"DashboardName":"d","DashboardBody":"{}"}"#, "DashboardInvalidInputError"),
        (#"{"DashboardName":"d","DashboardBody":"{\"widgets\":1}"}"#, "DashboardInvalidInputError"),
    ])
    func refusesWhatIsNoDashboard(_ body: String, _ code: String) async throws {
        #expect(try await client.refusal("PutDashboard", body).contains(code))
    }

    @Test func rulesAreSwitchedAndTagged() async throws {
        let definition = #"{\"Schema\":{\"Name\":\"CloudWatchLogRule\",\"Version\":1}}"#
        try await client.call(
            "PutInsightRule",
            #"{"RuleName":"r","RuleDefinition":"\#(definition)","Tags":[{"Key":"a","Value":"b"}]}"#
        )
        try await client.call("DisableInsightRules", #"{"RuleNames":["r"]}"#)
        let rule = try await client.call("DescribeInsightRules", "{}")["InsightRules"]?[0]
        #expect(rule?["State"] == "DISABLED" && rule?["Schema"] == "CloudWatchLogRule/1" && rule?["Tags"] == nil)
        let arn = "arn:aws:cloudwatch:us-east-1:000000000000:insight-rule/r"
        try await client.call("TagResource", #"{"ResourceARN":"\#(arn)","Tags":[{"Key":"c","Value":"d"}]}"#)
        let tags = try await client.call("ListTagsForResource", #"{"ResourceARN":"\#(arn)"}"#)["Tags"]
        #expect(tags == [["Key": "a", "Value": "b"], ["Key": "c", "Value": "d"]])
        #expect(try await client.call("DeleteInsightRules", #"{"RuleNames":["r"]}"#)["Failures"] == [])
        let failures = try await client.call("EnableInsightRules", #"{"RuleNames":["r"]}"#)["Failures"]
        #expect(failures?[0]?["FailureResource"] == "r")
        #expect(try await client.call("ListTagsForResource", #"{"ResourceARN":"\#(arn)"}"#)["Tags"] == [])
    }

    @Test func detectorsWaitForTraining() async throws {
        let metric = #""Namespace":"n","MetricName":"m","Stat":"Sum","Dimensions":[{"Name":"d","Value":"v"}]"#
        try await client.call("PutAnomalyDetector", "{\(metric)}")
        let list = try await client.call("DescribeAnomalyDetectors", #"{"Namespace":"n"}"#)["AnomalyDetectors"]
        #expect(list?.arrayValue?.count == 1 && list?[0]?["StateValue"] == "PENDING_TRAINING")
        #expect(list?[0]?["SingleMetricAnomalyDetector"]?["AccountId"] == "000000000000")
        try await client.call("DeleteAnomalyDetector", #"{"SingleMetricAnomalyDetector":{\#(metric)}}"#)
        #expect(try await client.send("DeleteAnomalyDetector", "{\(metric)}").status == 404)
    }
}
