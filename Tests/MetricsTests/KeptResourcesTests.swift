import JSON
import ServiceTesting
import Testing

@testable import Metrics

/// Dashboards, Contributor Insights rules and anomaly detectors.
@Suite struct KeptResourcesTests {
    private let client: ServiceClient<Metrics>

    init() throws { client = try ServiceClient() }

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

    @Test func dashboardsAreTagged() async throws {
        let put = { (tag: String) in
            #"{"DashboardName":"d","DashboardBody":"{\"widgets\":[]}","Tags":[{"Key":"\#(tag)","Value":"v"}]}"#
        }
        // Those of an update are not heeded.
        for tag in ["first", "second"] { try await client.call("PutDashboard", put(tag)) }
        let arn = #""ResourceARN":"arn:aws:cloudwatch::000000000000:dashboard/d""#
        try await client.call("TagResource", #"{\#(arn),"Tags":[{"Key":"third","Value":"v"}]}"#)
        let tags = try await client.call("ListTagsForResource", "{\(arn)}")["Tags"]?.arrayValue
        #expect(tags?.map { $0["Key"] } == ["first", "third"])
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

    @Test(arguments: ["NaN", "Infinity", "-Infinity"])
    func refusesValuesThatAreNoNumbers(_ value: String) async throws {
        let query = try QueryClient(migrations: Metrics.migrations) { try Metrics($0) }
        let datum = "Namespace=n&MetricData.member.1.MetricName=m&MetricData.member.1.Value=\(value)"
        let message = "The value \(value) for parameter MetricData.member.1.Value is invalid."
        #expect(await query.refusal("PutMetricData", datum) == "400 InvalidParameterValue: \(message)")
        let request = #"{"Namespace":"n","MetricData":[{"MetricName":"m","Value":"\#(value)"}]}"#
        let answer = try await client.send("PutMetricData", request)
        #expect(answer.status == 400 && answer.body["message"] == .string(message), "\(answer)")
    }

    @Test func xmlShowsResultsThatAreEmpty() async throws {
        let query = try QueryClient(migrations: Metrics.migrations) { try Metrics($0) }
        let definition = "%7B%22Schema%22%3A%7B%22Name%22%3A%22S%22%2C%22Version%22%3A1%7D%7D"
        let detector = "Namespace=n&MetricName=m&Stat=Sum"
        let arn = "ResourceARN=arn%3Aaws%3Acloudwatch%3Aus-east-1%3A000000000000%3Ainsight-rule%2Fr"
        await query.call("PutDashboard", "DashboardName=d&DashboardBody=%7B%22widgets%22%3A%5B%5D%7D")
        for (action, form) in [
            ("PutInsightRule", "RuleName=r&RuleDefinition=\(definition)"),
            ("TagResource", "\(arn)&Tags.member.1.Key=k&Tags.member.1.Value=v"),
            ("UntagResource", "\(arn)&TagKeys.member.1=k"), ("DeleteDashboards", "DashboardNames.member.1=d"),
            ("PutAnomalyDetector", detector), ("DeleteAnomalyDetector", detector),
        ] {
            let body = await query.call(action, form)
            #expect(body.contains("<\(action)Result"), "\(body)")
        }
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
