import JSON
import Testing
import Time
import Wire

@testable import ApplicationAutoScaling

/// What comes of the minutes that policies have seen.
@Suite struct TargetScalingTests {
    private static let begin = Timestamp(secondsSinceEpoch: 1_700_000_000)

    /// Plays minutes of one value each and returns the capacity after each.
    private func play(
        _ policies: [String: JSON.Object],
        _ values: [[String: Double]],
        from capacity: Int,
        bounds: ClosedRange<Int> = 1...100,
        suspended: SuspendedState = .none
    ) throws -> [Int] {
        var scaling = TargetScaling()
        var parsed: [String: TrackingPolicy] = [:]
        for (name, policy) in policies { parsed[name] = try TrackingPolicy(policy) }
        scaling.set(parsed)
        var capacity = capacity
        var now = Self.begin
        return values.map { values in
            now = now + .seconds(60)
            let decision = scaling.decide(
                values,
                current: capacity,
                bounds: bounds,
                suspended: suspended,
                at: now
            )
            capacity = decision?.capacity ?? capacity
            return capacity
        }
    }

    private func policy(_ target: Double, _ members: [(String, JSON)] = []) -> JSON.Object {
        JSON.Object(
            [
                ("TargetValue", JSON(target)),
                (
                    "PredefinedMetricSpecification",
                    ["PredefinedMetricType": "LambdaProvisionedConcurrencyUtilization"]
                ),
            ] + members
        )
    }

    private func minutes(_ value: Double, _ count: Int, _ names: String...) -> [[String: Double]] {
        let values = Dictionary(uniqueKeysWithValues: (names.isEmpty ? ["a"] : names).map { ($0, value) })
        return Array(repeating: values, count: count)
    }

    @Test func scalesOutAfterThreeMinutesAndInAfterFifteen() throws {
        let capacities = try play(["a": policy(0.5)], minutes(1.5, 3) + minutes(0, 15), from: 2)
        #expect(capacities == [2, 2, 6] + Array(repeating: 6, count: 14) + [1])
    }

    @Test func staysWithinItsBounds() throws {
        let values = minutes(50, 3) + minutes(0, 15)
        #expect(try play(["a": policy(0.5)], values, from: 3, bounds: 3...9).suffix(16).first == 9)
        #expect(try play(["a": policy(0.5)], values, from: 3, bounds: 3...9).last == 3)
    }

    @Test func theLargestNumberWins() throws {
        let policies = ["a": policy(0.5), "b": policy(0.9)]
        #expect(try play(policies, minutes(1, 3, "a", "b"), from: 10).last == 20)
    }

    @Test func scalesInOnlyWhenAllWantTo() throws {
        let policies = ["a": policy(0.5), "b": policy(0.1)]
        let busy = try play(policies, minutes(0.3, 20, "a", "b"), from: 10, bounds: 1...10)
        #expect(busy.last == 10)
        let open = ["a": policy(0.5), "b": policy(0.1, [("DisableScaleIn", true)])]
        #expect(try play(open, minutes(0.3, 14, "a"), from: 10).last == 10)
        #expect(try play(open, minutes(0.3, 15, "a"), from: 10).last == 6)
        #expect(try play(["b": policy(0.5, [("DisableScaleIn", true)])], minutes(0, 40, "b"), from: 10).last == 10)
    }

    @Test func whatHasNoValueHasSeenNothing() throws {
        let policies = ["a": policy(0.5), "b": policy(0.5)]
        #expect(try play(policies, minutes(0, 20, "a"), from: 10).last == 10)
    }

    @Test func withinACooldownOnlyWhatIsMoreCounts() throws {
        let cool = policy(0.5, [("ScaleOutCooldown", 600)])
        // From 2 to 4, then 8 is wanted: two of the four more have been added before.
        #expect(try play(["a": cool], minutes(1, 6), from: 2) == [2, 2, 4, 4, 4, 6])
        #expect(try play(["a": policy(0.5)], minutes(1, 6), from: 2) == [2, 2, 4, 4, 4, 8])
    }

    @Test func scalesInOnceInACooldown() throws {
        let cool = policy(0.5, [("ScaleInCooldown", 1_200)])
        let capacities = try play(["a": cool], minutes(0.25, 40), from: 16)
        #expect(capacities[13] == 16 && capacities[14] == 8)
        // The second time fifteen minutes are over, the cooldown is not.
        #expect(capacities[29] == 8 && capacities[33] == 8 && capacities[34] == 4)
    }

    @Test func suspendedDirectionsWait() throws {
        let noOut = SuspendedState(JSON.Object([("DynamicScalingOutSuspended", true)]))
        let noIn = SuspendedState(JSON.Object([("DynamicScalingInSuspended", true)]))
        #expect(try play(["a": policy(0.5)], minutes(2, 10), from: 2, suspended: noOut).last == 2)
        #expect(try play(["a": policy(0.5)], minutes(2, 3), from: 2, suspended: noIn).last == 8)
        #expect(try play(["a": policy(0.5)], minutes(0, 20), from: 2, suspended: noIn).last == 2)
    }

    @Test func changedPoliciesBeginAgain() throws {
        var scaling = TargetScaling()
        let (first, second) = (try TrackingPolicy(policy(0.5)), try TrackingPolicy(policy(0.6)))
        func minute() -> Int? {
            scaling.decide(["a": 2], current: 1, bounds: 1...9, at: Self.begin)?.capacity
        }
        scaling.set(["a": first])
        #expect(minute() == nil && minute() == nil)
        scaling.set(["a": first])
        #expect(minute() == 4)
        scaling.set(["a": first])
        #expect(minute() == nil && minute() == nil)
        scaling.set(["a": second])
        #expect(minute() == nil && minute() == nil && minute() == 4)
    }
}
