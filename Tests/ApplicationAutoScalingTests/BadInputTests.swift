import JSON
import ServiceTesting
import Testing
import Wire

@testable import ApplicationAutoScaling

/// Requests of every action in which one member after the other is wrong in every way: each is answered, none breaks
/// anything.
@Suite struct BadInputTests {
    private static let policy =
        #""TargetTrackingScalingPolicyConfiguration":{"TargetValue":0.5,"CustomizedMetricSpecification":{"Metrics":[{"Id":"m","ReturnData":true,"MetricStat":{"Metric":{"Namespace":"n","MetricName":"m","Dimensions":[{"Name":"a","Value":"b"}]},"Stat":"Sum","Unit":"Count"}}]},"ScaleOutCooldown":1,"ScaleInCooldown":1,"DisableScaleIn":false}"#

    @Test func isAnswered() async throws {
        let client = try Client()
        try await client.register(1, 5)
        try await client.track(0.5)
        let arn = "arn:aws:application-autoscaling:us-east-1:000000000000:scalable-target/none"
        let requests = [
            "RegisterScalableTarget":
                #"{\#(Client.target),"MinCapacity":1,"MaxCapacity":5,"RoleARN":"r","SuspendedState":{"ScheduledScalingSuspended":false}}"#,
            "DescribeScalableTargets": #"{"ServiceNamespace":"lambda","ResourceIds":["a"],"MaxResults":1}"#,
            "DeregisterScalableTarget": #"{\#(Client.target.replacing("live", with: "2"))}"#,
            "PutScalingPolicy": #"{\#(Client.target),"PolicyName":"q","PolicyType":"StepScaling",\#(Self.policy)}"#,
            "DescribeScalingPolicies": #"{"ServiceNamespace":"lambda","PolicyNames":["a"],"MaxResults":1}"#,
            "DeleteScalingPolicy": #"{\#(Client.target),"PolicyName":"none"}"#,
            "PutScheduledAction":
                #"{\#(Client.target),"ScheduledActionName":"a","Schedule":"x","ScalableTargetAction":{"MinCapacity":1}}"#,
            "DescribeScheduledActions": #"{"ServiceNamespace":"lambda","ScheduledActionNames":["a"]}"#,
            "DeleteScheduledAction": #"{\#(Client.target),"ScheduledActionName":"none"}"#,
            "DescribeScalingActivities": #"{"ServiceNamespace":"lambda","IncludeNotScaledActivities":true}"#,
            "TagResource": #"{"ResourceARN":"\#(arn)","Tags":{"a":"b"}}"#,
            "UntagResource": #"{"ResourceARN":"\#(arn)","TagKeys":["a"]}"#,
            "ListTagsForResource": #"{"ResourceARN":"\#(arn)"}"#,
        ]
        try await client.client.checkBadInput(ApplicationAutoScaling.operations, requests) {
            try await client.client.call("DescribeScalingPolicies", #"{"ServiceNamespace":"lambda"}"#)
        }
    }
}
