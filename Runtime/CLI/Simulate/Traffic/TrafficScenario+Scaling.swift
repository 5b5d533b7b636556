import ColdStart
import JSON
import Template

// MARK: - Provisioned concurrency that is scaled

extension TrafficScenario {
    /// How much provisioned concurrency a version or an alias has: what scales it, or else `fixed`.
    mutating func provisionedPlan(_ function: String, _ qualifier: String?, fixed: Int?) -> ProvisionedPlan? {
        let own = application.eventRequests.filter { request in
            guard let (name, other) = request.scalableTarget?.function else { return false }
            return name == function && other == qualifier
        }
        guard let target = own.first(where: { $0.action == "RegisterScalableTarget" }) else {
            return fixed.map { .fixed($0) }
        }
        let least = target.request["MinCapacity"]?.intValue ?? 0
        let bounds = least...max(least, target.request["MaxCapacity"]?.intValue ?? 0)
        let policies = own.filter { $0.action == "PutScalingPolicy" }
        let actions = own.filter { $0.action == "PutScheduledAction" }
        if let tracking = tracking(policies, bounds) {
            if !actions.isEmpty { warn(target.path, "its scheduled actions are not simulated beside its policy") }
            return .targetTracking(tracking)
        }
        return schedule(actions, from: min(bounds.upperBound, max(bounds.lowerBound, fixed ?? 0)), bounds)
    }

    /// The policy that goes by the utilization; others are not simulated.
    private mutating func tracking(
        _ policies: [Application.EventRequest],
        _ bounds: ClosedRange<Int>
    ) -> TargetTracking? {
        var tracking: TargetTracking?
        for policy in policies {
            let configuration = policy.request["TargetTrackingScalingPolicyConfiguration"]
            guard configuration?["PredefinedMetricSpecification"] != nil,
                let target = configuration?["TargetValue"]?.doubleValue
            else {
                warn(policy.path, "policies with metrics of their own are not simulated")
                continue
            }
            if configuration?["DisableScaleIn"] == true { warn(policy.path, "DisableScaleIn is not simulated") }
            for name in ["ScaleOutCooldown", "ScaleInCooldown"] where configuration?[name]?.intValue ?? 0 > 0 {
                warn(policy.path, "\(name) is not simulated")
            }
            tracking = TargetTracking(target: target, minimum: bounds.lowerBound, maximum: bounds.upperBound)
        }
        return tracking
    }

    /// What daily actions make of a day that is like the one before.
    private mutating func schedule(
        _ actions: [Application.EventRequest],
        from count: Int,
        _ bounds: ClosedRange<Int>
    ) -> ProvisionedPlan {
        var daily: [(second: Int, least: Int?, most: Int?)] = []
        for action in actions {
            guard let second = secondOfDay(action.request) else {
                warn(action.path, "only scheduled actions of every day, in UTC, are simulated")
                continue
            }
            let change = action.request["ScalableTargetAction"]
            daily.append((second, change?["MinCapacity"]?.intValue, change?["MaxCapacity"]?.intValue))
        }
        if daily.isEmpty { return .fixed(count) }
        daily.sort { $0.second < $1.second }
        var (least, most, count) = (bounds.lowerBound, bounds.upperBound, count)
        var steps: [ProvisionedPlan.Step] = []
        for (index, change) in (daily + daily).enumerated() {
            (least, most) = (change.least ?? least, change.most ?? most)
            count = min(most, max(least, count))
            if index >= daily.count { steps.append(.init(secondOfDay: change.second, count: count)) }
        }
        return .schedule(steps)
    }

    /// Of `cron(30 8 * * ? *)` and the like.
    private func secondOfDay(_ action: JSON) -> Int? {
        guard let text = action["Schedule"]?.stringValue, text.hasPrefix("cron("), text.hasSuffix(")"),
            ["UTC", "Etc/UTC", nil].contains(action["Timezone"]?.stringValue), action["StartTime"] == nil,
            action["EndTime"] == nil
        else { return nil }
        let parts = text.dropFirst(5).dropLast().split(separator: " ").map(String.init)
        guard parts.count == 6, let minute = Int(parts[0]), let hour = Int(parts[1]), (0..<60).contains(minute),
            (0..<24).contains(hour), parts[3] == "*", parts[5] == "*",
            [["*", "?"], ["?", "*"]].contains([parts[2], parts[4]])
        else { return nil }
        return hour * 3_600 + minute * 60
    }
}
