import JSON
import ServiceTesting
import Synchronization
import Testing
import Time
import Wire

@testable import ApplicationAutoScaling

/// What becomes of functions' provisioned concurrency.
@Suite struct ScalingTests {
    @Test func aTargetIsBroughtIntoItsBounds() async throws {
        let client = try Client()
        client.functions.state.withLock { $0.progress = .underWay }
        try await client.register(2, 10)
        #expect(client.functions.live == 2)
        try client.pass(1)
        client.functions.state.withLock { $0.progress = .done }
        client.functions.state.withLock { $0.requested["live"] = 20 }
        // Any call to change it looks at the capacity.
        try await client.call("RegisterScalableTarget")
        #expect(client.functions.live == 10)
        try client.pass(1)
        let activities = try await client.activities()
        #expect(
            activities == [
                [
                    "Setting desired concurrency to 10.", "maximum capacity was set to 10", "Successful",
                    "Successfully set desired concurrency to 10. Change successfully fulfilled by lambda.",
                ],
                [
                    "Setting desired concurrency to 2.", "minimum capacity was set to 2", "Overridden",
                    "Successfully set desired concurrency to 2. Another change came before it was fulfilled by lambda.",
                ],
            ]
        )
    }

    @Test func followsLoadOutAndIn() async throws {
        let client = try Client()
        try await client.register(2, 10)
        try await client.track(0.5)
        client.functions.state.withLock { $0.demand = 4 }
        try client.pass(2)
        #expect(client.functions.live == 2)
        try client.pass(1)
        #expect(client.functions.live == 8)
        client.functions.state.withLock { $0.demand = 0 }
        try client.pass(14)
        #expect(client.functions.live == 8)
        try client.pass(2)
        #expect(client.functions.live == 2)
        let causes = try await client.activities().map { $0[1] }
        #expect(causes[0].hasPrefix("monitor alarm TargetTracking-function:f:live-AlarmLow-"), "\(causes)")
        #expect(causes[1].hasSuffix(" in state ALARM triggered policy p"), "\(causes)")
    }

    @Test func nothingIsScheduledWithoutPolicies() async throws {
        let client = try Client()
        try await client.register(1, 10)
        try client.pass(1)
        #expect(client.client.time.waiting == 0)
        try await client.track(0.5)
        #expect(client.client.time.waiting == 1)
        try await client.call("DeleteScalingPolicy", #""PolicyName":"p""#)
        try client.pass(2)
        #expect(client.client.time.waiting == 0)
    }

    @Test func suspendedTargetsStay() async throws {
        let client = try Client()
        try await client.register(1, 10)
        try await client.track(0.5)
        try await client.call("RegisterScalableTarget", #""SuspendedState":{"DynamicScalingOutSuspended":true}"#)
        client.functions.state.withLock { $0.demand = 4 }
        try client.pass(6)
        #expect(client.functions.live == 1)
        try await client.call("RegisterScalableTarget", #""SuspendedState":{"DynamicScalingOutSuspended":false}"#)
        try client.pass(1)
        #expect(client.functions.live == 8)
    }

    @Test func policiesWithMetricsOfTheirOwnGoByThem() async throws {
        let client = try Client()
        try await client.register(4, 20)
        try await client.call(
            "PutScalingPolicy",
            #""PolicyName":"own","PolicyType":"TargetTrackingScaling","TargetTrackingScalingPolicyConfiguration":{"TargetValue":0.5,"CustomizedMetricSpecification":{"Namespace":"N","MetricName":"M","Statistic":"Maximum","Dimensions":[{"Name":"A","Value":"b"}]}}"#
        )
        try client.pass(5)
        #expect(client.functions.live == 4)
        client.metrics.value.withLock { $0 = 1 }
        try client.pass(3)
        #expect(client.functions.live == 8)
        let query: JSON = [
            [
                "Id": "m",
                "MetricStat": [
                    "Metric": ["Namespace": "N", "MetricName": "M", "Dimensions": [["Name": "A", "Value": "b"]]],
                    "Period": 60, "Stat": "Maximum",
                ],
            ]
        ]
        #expect(client.metrics.asked.withLock(\.last) == query)
    }

    @Test func scheduledActionsSetTheBounds() async throws {
        // 2023-11-14T22:13:20Z
        let client = try Client()
        try await client.register(1, 10)
        try await client.call(
            "PutScheduledAction",
            #""ScheduledActionName":"morning","Schedule":"at(2023-11-14T23:20:00)","Timezone":"Europe/Madrid","ScalableTargetAction":{"MinCapacity":5}"#
        )
        try client.pass(6)
        #expect(client.functions.live == 1)
        try client.pass(1)
        #expect(client.functions.live == 5)
        let targets = try await client.client.call("DescribeScalableTargets", #"{"ServiceNamespace":"lambda"}"#)
        #expect(targets["ScalableTargets"]?[0]?["MinCapacity"] == 5)
        let activities = try await client.activities()
        #expect(activities[0][1] == "minimum capacity was set to 5")
        #expect(
            activities[1] == [
                "Setting min capacity to 5", "scheduled action name morning was triggered", "Successful",
                "Successfully set min capacity to 5",
            ]
        )
        try client.pass(60)
        #expect(try await client.activities().count == 3)
    }

    @Test func ratesAndCronsComeAgain() async throws {
        let client = try Client()
        try await client.register(1, 10)
        func put(_ name: String, _ schedule: String, _ members: String = "") async throws {
            try await client.call(
                "PutScheduledAction",
                #""ScheduledActionName":"\#(name)","Schedule":"\#(schedule)","ScalableTargetAction":{"MaxCapacity":10}\#(members)"#
            )
        }
        try await put("rate", "rate(5 minutes)")
        try await put("cron", "cron(*/10 * * * ? *)")
        // 22:20 to 22:31
        try await put("some", "rate(5 minutes)", #","StartTime":1700000400,"EndTime":1700001060"#)
        try client.pass(30)
        let causes = try await client.activities().map { $0[1] }
        func count(_ name: String) -> Int { causes.count { $0 == "scheduled action name \(name) was triggered" } }
        #expect((count("rate"), count("cron"), count("some")) == (6, 3, 3), "\(causes)")
    }

    @Test func suspendedSchedulesAndWrongBoundsChangeNothing() async throws {
        let client = try Client()
        try await client.register(1, 10)
        try await client.call(
            "PutScheduledAction",
            #""ScheduledActionName":"a","Schedule":"rate(1 minute)","ScalableTargetAction":{"MinCapacity":11}"#
        )
        try client.pass(1)
        let activity = try await client.activities()[0]
        #expect(activity[2] == "Failed" && client.functions.live == 1, "\(activity)")
        try await client.call(
            "RegisterScalableTarget",
            #""MaxCapacity":20,"SuspendedState":{"ScheduledScalingSuspended":true}"#
        )
        try client.pass(3)
        #expect(client.functions.live == 1)
        try await client.call("RegisterScalableTarget", #""SuspendedState":{"ScheduledScalingSuspended":false}"#)
        try client.pass(1)
        #expect(client.functions.live == 11)
    }

    @Test func tellsWhatLambdaRefusesAndWhatTakesLong() async throws {
        let client = try Client()
        client.functions.state.withLock { state in
            state.refusal = AWSError("InvalidParameterValueException", message: "there is no room")
        }
        try await client.register(3, 10)
        var activity = try await client.activities()[0]
        #expect(activity[2...] == ["Failed", "Failed to set desired concurrency to 3. Reason: there is no room"])
        client.functions.state.withLock { ($0.refusal, $0.progress) = (nil, .underWay) }
        try await client.call("RegisterScalableTarget")
        try client.pass(1)
        activity = try await client.activities()[0]
        let waiting = "Successfully set desired concurrency to 3. Waiting for change to be fulfilled by lambda."
        #expect(activity[2...] == ["InProgress", waiting])
        client.functions.state.withLock { $0.progress = .failed("FUNCTION_ERROR_INIT_FAILURE") }
        try client.pass(1)
        activity = try await client.activities()[0]
        #expect(activity[2] == "Failed" && activity[3].hasSuffix("FUNCTION_ERROR_INIT_FAILURE"), "\(activity)")
    }

    @Test func aDeregisteredTargetIsScaledNoMore() async throws {
        let client = try Client()
        try await client.register(1, 10)
        try await client.track(0.5)
        try await client.call("DeregisterScalableTarget")
        client.functions.state.withLock { $0.demand = 9 }
        try client.pass(5)
        #expect(client.functions.live == 1)
        let policies = try await client.client.call("DescribeScalingPolicies", #"{"ServiceNamespace":"lambda"}"#)
        #expect(policies["ScalingPolicies"] == [])
    }

    @Test func aTemplateThatStaysTheSameKeepsWhatSchedulesHaveSet() async throws {
        let client = try Client()
        let request = try JSON(parsing: "{\(Client.target),\"MinCapacity\":1,\"MaxCapacity\":9}")
        try client.client.service.setUp("RegisterScalableTarget", request)
        try await client.call("RegisterScalableTarget", #""MinCapacity":4"#)
        try client.client.service.setUp("RegisterScalableTarget", request)
        #expect(client.functions.live == 4)
        var changed = try #require(request.objectValue)
        changed["MaxCapacity"] = 3
        try client.client.service.setUp("RegisterScalableTarget", .object(changed))
        try client.settle()
        #expect(client.functions.live == 3)
    }
}
