import JSON
import ServiceTesting
import Synchronization
import Testing
import Time
import Wire

@testable import ApplicationAutoScaling

/// What the actions answer and refuse.
@Suite struct ActionTests {
    private static let noTarget =
        "service namespace: lambda, resource ID: function:f:live, scalable dimension: lambda:function:ProvisionedConcurrency"

    @Test func targetsAreShownAsTheyAre() async throws {
        let client = try Client()
        let reply = try await client.call(
            "RegisterScalableTarget",
            #""MinCapacity":1,"MaxCapacity":5,"Tags":{"a":"b"},"SuspendedState":{"ScheduledScalingSuspended":true}"#
        )
        let arn = try #require(reply["ScalableTargetARN"]?.stringValue)
        #expect(arn.hasPrefix("arn:aws:application-autoscaling:us-east-1:000000000000:scalable-target/"))
        try await client.call("RegisterScalableTarget", #""MaxCapacity":6"#)
        let list = try await client.client.call("DescribeScalableTargets", #"{"ServiceNamespace":"lambda"}"#)
        #expect(
            list["ScalableTargets"] == [
                [
                    "ServiceNamespace": "lambda", "ResourceId": "function:f:live",
                    "ScalableDimension": "lambda:function:ProvisionedConcurrency", "MinCapacity": 1, "MaxCapacity": 6,
                    "RoleARN":
                        "arn:aws:iam::000000000000:role/aws-service-role/lambda.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_LambdaConcurrency",
                    "CreationTime": 1_700_000_000,
                    "SuspendedState": [
                        "DynamicScalingInSuspended": false, "DynamicScalingOutSuspended": false,
                        "ScheduledScalingSuspended": true,
                    ],
                    "ScalableTargetARN": .string(arn),
                ]
            ]
        )
        try await client.client.call("TagResource", #"{"ResourceARN":"\#(arn)","Tags":{"c":"d"}}"#)
        try await client.client.call("UntagResource", #"{"ResourceARN":"\#(arn)","TagKeys":["a"]}"#)
        let tags = try await client.client.call("ListTagsForResource", #"{"ResourceARN":"\#(arn)"}"#)
        #expect(tags == ["Tags": ["c": "d"]])
    }

    @Test(arguments: [
        (
            #""MinCapacity":1"#,
            "ValidationException: MinCapacity and MaxCapacity must be specified for a new scalable target."
        ),
        (
            #""MinCapacity":3,"MaxCapacity":2"#,
            "ValidationException: Maximum capacity cannot be less than minimum capacity"
        ),
        (#""MinCapacity":-1,"MaxCapacity":2"#, "ValidationException: Minimum capacity cannot be less than 0"),
    ])
    func refusesBounds(_ members: String, _ message: String) async throws {
        #expect(try await Client().refusal("RegisterScalableTarget", members) == message)
    }

    @Test(arguments: [
        ("lambda", "function:f:nope", "lambda:function:ProvisionedConcurrency", "does not exist: function:f:nope"),
        ("lambda", "function:f:$LATEST", "lambda:function:ProvisionedConcurrency", "Unsupported service namespace"),
        ("lambda", "function:f", "lambda:function:ProvisionedConcurrency", "Unsupported service namespace"),
        ("lambda", "table/t", "dynamodb:table:ReadCapacityUnits", "Unsupported service namespace"),
        ("dynamodb", "dynamo/t", "dynamodb:table:ReadCapacityUnits", "Unsupported service namespace"),
        ("ecs", "service/c/s", "ecs:service:DesiredCount", "Hearth does not emulate the scaling of ecs"),
    ])
    func refusesTargets(_ namespace: String, _ resource: String, _ dimension: String, _ text: String) async throws {
        let body =
            #"{"ServiceNamespace":"\#(namespace)","ResourceId":"\#(resource)","ScalableDimension":"\#(dimension)","MinCapacity":1,"MaxCapacity":2}"#
        let refusal = try await Client().client.refusal("RegisterScalableTarget", body)
        #expect(refusal.hasPrefix("ValidationException: ") && refusal.contains(text), "\(refusal)")
    }

    @Test func tagsAreForNewTargets() async throws {
        let client = try Client()
        try await client.register(1, 2)
        #expect(
            try await client.refusal("RegisterScalableTarget", #""Tags":{"a":"b"}"#)
                == "ValidationException: The scalable target that you tried to tag already exists. To update tags on an existing scalable target, use the TagResource API."
        )
        let arn = "arn:aws:application-autoscaling:us-east-1:000000000000:scalable-target/x"
        let body = #"{"ResourceARN":"\#(arn)"}"#
        #expect(try await client.client.refusal("ListTagsForResource", body).hasPrefix("ResourceNotFoundException: "))
    }

    @Test func whatIsNotThereIsSaidSo() async throws {
        let client = try Client()
        let put = #""PolicyName":"p","PolicyType":"TargetTrackingScaling""#
        let schedule = #""ScheduledActionName":"a","Schedule":"rate(1 day)""#
        let registered = "ObjectNotFoundException: No scalable target registered for \(Self.noTarget)"
        #expect(try await client.refusal("PutScalingPolicy", put) == registered)
        #expect(try await client.refusal("PutScheduledAction", schedule) == registered)
        let found = "ObjectNotFoundException: No scalable target found for \(Self.noTarget)"
        #expect(try await client.refusal("DeregisterScalableTarget") == found)
        let policy = "ObjectNotFoundException: No scaling policy found for \(Self.noTarget), policy name: p"
        #expect(try await client.refusal("DeleteScalingPolicy", #""PolicyName":"p""#) == policy)
        let action = "ObjectNotFoundException: No scheduled action found for \(Self.noTarget), scheduled action name: a"
        #expect(try await client.refusal("DeleteScheduledAction", #""ScheduledActionName":"a""#) == action)
        #expect(
            try await client.refusal("GetPredictiveScalingForecast")
                == "UnknownOperationException: Hearth does not emulate GetPredictiveScalingForecast"
        )
    }

    @Test func policiesAreShownAsTheyAre() async throws {
        let client = try Client()
        try await client.register(1, 2)
        try await client.track(0.7)
        let list = try await client.client.call(
            "DescribeScalingPolicies",
            #"{"ServiceNamespace":"lambda","PolicyNames":["p","q"]}"#
        )
        let policy = try #require(list["ScalingPolicies"]?[0])
        let id = NamedIDs.scalableTarget("lambda|function:f:live|lambda:function:ProvisionedConcurrency").inPolicies
        #expect(
            policy["PolicyARN"]?.stringValue
                == "arn:aws:autoscaling:us-east-1:000000000000:scalingPolicy:\(id):resource/lambda/function:f:live:policyName/p"
        )
        #expect(policy["TargetTrackingScalingPolicyConfiguration"]?["TargetValue"] == 0.7)
        #expect(policy["PolicyType"] == "TargetTrackingScaling" && policy["Alarms"] == [])
        // The same metric again, under another name.
        await #expect(throws: Never.self) { try await client.track(0.6) }
        let again =
            #""PolicyName":"q","PolicyType":"TargetTrackingScaling","TargetTrackingScalingPolicyConfiguration":{"TargetValue":0.5,"PredefinedMetricSpecification":{"PredefinedMetricType":"LambdaProvisionedConcurrencyUtilization"}}"#
        #expect(
            try await client.refusal("PutScalingPolicy", again)
                == "ValidationException: Only one TargetTrackingScaling policy for a given metric specification is allowed."
        )
    }

    @Test(arguments: [
        (#""PolicyType":"StepScaling""#, "Policy type StepScaling is not supported for service namespace lambda."),
        ("", "Policy type StepScaling is not supported for service namespace lambda."),
        (
            #""PolicyType":"ABC""#,
            "1 validation error detected: Value 'ABC' at 'policyType' failed to satisfy constraint: Member must satisfy enum value set: [PredictiveScaling, StepScaling, TargetTrackingScaling]"
        ),
        (
            #""PolicyType":"TargetTrackingScaling","TargetTrackingScalingPolicyConfiguration":{"TargetValue":0.7}"#,
            "Exactly one of PredefinedMetricSpecification and CustomizedMetricSpecification must be specified."
        ),
        (
            #""PolicyType":"TargetTrackingScaling","TargetTrackingScalingPolicyConfiguration":{"TargetValue":0.7,"PredefinedMetricSpecification":{"PredefinedMetricType":"DynamoDBReadCapacityUtilization"}}"#,
            "Predefined metric type DynamoDBReadCapacityUtilization is not supported for service namespace lambda."
        ),
        (
            #""PolicyType":"TargetTrackingScaling","TargetTrackingScalingPolicyConfiguration":{"TargetValue":0,"PredefinedMetricSpecification":{"PredefinedMetricType":"LambdaProvisionedConcurrencyUtilization"}}"#,
            "TargetValue must be greater than 0."
        ),
    ])
    func refusesPolicies(_ members: String, _ message: String) async throws {
        let client = try Client()
        try await client.register(1, 2)
        let body = #""PolicyName":"p"\#(members.isEmpty ? "" : ",")\#(members)"#
        #expect(try await client.refusal("PutScalingPolicy", body) == "ValidationException: \(message)")
    }

    @Test(arguments: [
        (#""ScalableTargetAction":{"MinCapacity":1}"#, "Schedule must be specified for a new scheduled action."),
        (#""Schedule":"soon","ScalableTargetAction":{"MinCapacity":1}"#, "Invalid schedule expression: soon"),
        (
            #""Schedule":"rate(1 day)","Timezone":"Mars/X","ScalableTargetAction":{"MinCapacity":1}"#,
            "Invalid time zone: Mars/X"
        ),
        (
            #""Schedule":"rate(1 day)","ScalableTargetAction":{}"#,
            "At least one of minimum capacity and maximum capacity should be provided"
        ),
        (
            #""Schedule":"rate(1 day)","ScalableTargetAction":{"MinCapacity":3,"MaxCapacity":2}"#,
            "Maximum capacity cannot be less than minimum capacity"
        ),
        (
            #""Schedule":"rate(1 day)","StartTime":1700000002,"EndTime":1700000001,"ScalableTargetAction":{"MinCapacity":1}"#,
            "EndTime must come after StartTime."
        ),
    ])
    func refusesScheduledActions(_ members: String, _ message: String) async throws {
        let client = try Client()
        try await client.register(1, 2)
        let body = #""ScheduledActionName":"a",\#(members)"#
        #expect(try await client.refusal("PutScheduledAction", body) == "ValidationException: \(message)")
    }

    @Test func scheduledActionsKeepWhatIsNotChanged() async throws {
        let client = try Client()
        try await client.register(1, 2)
        try await client.call(
            "PutScheduledAction",
            #""ScheduledActionName":"a","Schedule":"cron(0 8 * * ? *)","Timezone":"Europe/Madrid","StartTime":1700000400,"ScalableTargetAction":{"MinCapacity":1}"#
        )
        try await client.call(
            "PutScheduledAction",
            #""ScheduledActionName":"a","ScalableTargetAction":{"MaxCapacity":7}"#
        )
        let list = try await client.client.call("DescribeScheduledActions", #"{"ServiceNamespace":"lambda"}"#)
        let action = try #require(list["ScheduledActions"]?[0]?.objectValue)
        #expect(action["Schedule"] == "cron(0 8 * * ? *)" && action["Timezone"] == "Europe/Madrid")
        #expect(action["StartTime"] == nil && action["ScalableTargetAction"] == ["MaxCapacity": 7])
        #expect(
            action["ScheduledActionARN"]?.stringValue?.hasSuffix(
                ":resource/lambda/function:f:live:scheduledActionName/a"
            ) == true
        )
    }

    @Test func tablesAreKeptAndNotScaled() async throws {
        let client = try Client()
        let table =
            #""ServiceNamespace":"dynamodb","ResourceId":"table/t","ScalableDimension":"dynamodb:table:ReadCapacityUnits""#
        try await client.client.call("RegisterScalableTarget", #"{\#(table),"MinCapacity":1,"MaxCapacity":5}"#)
        try await client.client.call(
            "PutScalingPolicy",
            #"{\#(table),"PolicyName":"p","PolicyType":"TargetTrackingScaling","TargetTrackingScalingPolicyConfiguration":{"TargetValue":70,"PredefinedMetricSpecification":{"PredefinedMetricType":"DynamoDBReadCapacityUtilization"}}}"#
        )
        try client.pass(5)
        let list = try await client.client.call("DescribeScalingPolicies", #"{"ServiceNamespace":"dynamodb"}"#)
        #expect(list["ScalingPolicies"]?.arrayValue?.count == 1)
        #expect(client.functions.state.withLock(\.provisioned) == [])
        #expect(client.client.time.waiting == 0)
    }

    @Test func listsAreRead50AtATime() async throws {
        let client = try Client()
        for number in 0..<60 {
            try await client.client.call(
                "RegisterScalableTarget",
                #"{"ServiceNamespace":"dynamodb","ResourceId":"table/\#(number)","ScalableDimension":"dynamodb:table:ReadCapacityUnits","MinCapacity":1,"MaxCapacity":5}"#
            )
        }
        let first = try await client.client.call("DescribeScalableTargets", #"{"ServiceNamespace":"dynamodb"}"#)
        #expect(first["ScalableTargets"]?.arrayValue?.count == 50)
        let token = try #require(first["NextToken"]?.stringValue)
        let rest = try await client.client.call(
            "DescribeScalableTargets",
            #"{"ServiceNamespace":"dynamodb","NextToken":"\#(token)"}"#
        )
        #expect(rest["ScalableTargets"]?.arrayValue?.count == 10 && rest["NextToken"] == nil)
        let some = #"{"ServiceNamespace":"dynamodb","ResourceIds":["table/7","table/8"],"MaxResults":1}"#
        #expect(try await client.client.call("DescribeScalableTargets", some)["NextToken"] != nil)
        let wrong = try await client.client.refusal(
            "DescribeScalableTargets",
            #"{"ServiceNamespace":"dynamodb","NextToken":"nonsense"}"#
        )
        #expect(wrong.hasPrefix("InvalidNextTokenException: "))
        let many = try await client.client.refusal(
            "DescribeScalableTargets",
            #"{"ServiceNamespace":"dynamodb","MaxResults":51}"#
        )
        #expect(many.hasPrefix("ValidationException: "))
    }
}
