import CurlHTTP
import Foundation
import JSON
import Programs
import Testing

/// Provisioned concurrency that a template has scaled, with real processes and hours that pass in a moment.
@Suite(.fewAtATime) struct ScalingTests {
    private static let scaling = #"""
        "Target": {"Type": "AWS::ApplicationAutoScaling::ScalableTarget", "DependsOn": "fAliaslive", "Properties": {
            "ServiceNamespace": "lambda", "ScalableDimension": "lambda:function:ProvisionedConcurrency",
            "ResourceId": {"Fn::Sub": "function:${f}:live"}, "MinCapacity": 1, "MaxCapacity": 5,
            "ScheduledActions": [{"ScheduledActionName": "later", "Schedule": "rate(40 minutes)",
                "ScalableTargetAction": {"MinCapacity": 3}}]}},
        "Policy": {"Type": "AWS::ApplicationAutoScaling::ScalingPolicy", "Properties": {
            "PolicyName": "use", "PolicyType": "TargetTrackingScaling", "ScalingTargetId": {"Ref": "Target"},
            "TargetTrackingScalingPolicyConfiguration": {"TargetValue": 0.5, "PredefinedMetricSpecification": {
                "PredefinedMetricType": "LambdaProvisionedConcurrencyUtilization"}}}}
        """#
    private static let function = #""FunctionName": "f", "AutoPublishAlias": "live""#

    @Test func scalesOutInAndByTheHour() async throws {
        let workshop = try Workshop()
        // Starts take their time, however far the clock is moved on meanwhile.
        try workshop.script("f", "sleep 0.3; while next; do sleep 0.3; answer '{}'; done")
        try workshop.template(["f": Self.function], resources: Self.scaling)
        var hearth = try await RunningHearth(workshop, "--clock", "virtual", "--quiet")
        #expect(try await provisioned(hearth) == 1)
        for _ in 0..<3 {
            #expect(try await sendTwo(hearth) == [200, 200])
            try await pass("60s", workshop)
        }
        #expect(try await provisioned(hearth) == 4)
        try await pass("16m", workshop)
        #expect(try await provisioned(hearth) == 1)
        try await pass("25m", workshop)
        #expect(try await provisioned(hearth) == 3)

        let reply = try await hearth.autoScaling("DescribeScalingActivities", #"{"ServiceNamespace":"lambda"}"#)
        let activities = (reply["ScalingActivities"]?.arrayValue ?? []).map { activity in
            [activity["Description"], activity["StatusCode"]].map { $0?.stringValue ?? "" }.joined(separator: " ")
        }
        #expect(
            activities == [
                "Setting desired concurrency to 3. Successful", "Setting min capacity to 3 Successful",
                "Setting desired concurrency to 1. Successful", "Setting desired concurrency to 4. Successful",
                "Setting desired concurrency to 1. Successful",
            ]
        )
        #expect(hearth.interrupt() == 0)

        // What the template no longer names is gone; the capacity stays, as on AWS.
        try workshop.template(["f": Self.function])
        hearth = try await RunningHearth(workshop, "--clock", "virtual", "--quiet")
        let targets = try await hearth.autoScaling("DescribeScalableTargets", #"{"ServiceNamespace":"lambda"}"#)
        #expect(targets["ScalableTargets"] == [])
        #expect(try await provisioned(hearth) == 3)
        #expect(hearth.interrupt() == 0)
    }

    /// At once: one environment is too few for them.
    private func sendTwo(_ hearth: RunningHearth) async throws -> [Int] {
        async let first = hearth.send("POST", "/f", "{}")
        async let second = hearth.send("POST", "/f", "{}")
        return try await [first.status, second.status]
    }

    private func pass(_ time: String, _ workshop: Workshop) async throws {
        let moved = try await workshop.hearth("clock", "advance", time)
        #expect(moved.status == 0, "\(moved)")
    }

    private func provisioned(_ hearth: RunningHearth) async throws -> Int? {
        let path = "/2019-09-30/functions/f/provisioned-concurrency?Qualifier=live"
        let request = CurlRequest(
            method: "GET",
            url: hearth.endpoint + path,
            headers: CurlHeaderList([
                (
                    name: "Authorization",
                    value: "AWS4-HMAC-SHA256 Credential=a/20261121/us-east-1/lambda/aws4_request"
                )
            ]),
            body: nil
        )
        let response = try await CurlClient.shared.send(request)
        return try JSON(parsing: response.body)["RequestedProvisionedConcurrentExecutions"]?.intValue
    }
}
