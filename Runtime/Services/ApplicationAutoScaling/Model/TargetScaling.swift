import ColdStart
import Time

/// What the policies of one target have seen, minute by minute, and what comes of it.
///
/// A target scales out when one of its policies wants to, to the largest number that any wants, and in when all want to
/// that may. What policies have counted is not kept over a restart.
/// https://docs.aws.amazon.com/autoscaling/application/userguide/target-tracking-scaling-policy-overview.html
struct TargetScaling: Sendable {
    struct Decision: Sendable, Hashable {
        var capacity: Int
        /// The name of the policy whose number it is.
        var policy: String
    }

    private struct Progress: Sendable {
        let policy: TrackingPolicy
        var tracking: TargetTracking
        /// The latest, and by how many.
        var scaledOut: (instant: Timestamp, added: Int)?
        var scaledIn: Timestamp?
    }

    private var policies: [String: Progress] = [:]

    /// Policies that are as they were keep what they have seen.
    mutating func set(_ policies: [String: TrackingPolicy]) {
        self.policies = Dictionary(
            uniqueKeysWithValues: policies.map { name, policy in
                if let known = self.policies[name], known.policy == policy { return (name, known) }
                let tracking = TargetTracking(target: policy.target, minimum: 0, maximum: 0)
                return (name, Progress(policy: policy, tracking: tracking))
            }
        )
    }

    var metrics: [String: TrackingPolicy.Metric] { policies.mapValues(\.policy.metric) }

    /// A minute has gone by in which the policies' metrics had these values; one without a value has seen nothing.
    /// Returns what the capacity is to be when it changes.
    mutating func decide(
        _ values: [String: Double],
        current: Int,
        bounds: ClosedRange<Int>,
        suspended: SuspendedState = .none,
        at now: Timestamp
    ) -> Decision? {
        for name in policies.keys {
            policies[name]?.tracking.minimum = bounds.lowerBound
            policies[name]?.tracking.maximum = bounds.upperBound
            if let value = values[name] { policies[name]?.tracking.count(value) }
        }
        let isAbove = policies.values.contains { $0.tracking.trend == .above }
        let decision = isAbove ? scaleOut(values, current, now) : scaleIn(values, current, now)
        guard let decision, decision.capacity != current else { return nil }
        let isOut = decision.capacity > current
        guard !(isOut ? suspended.isOutSuspended : suspended.isInSuspended) else { return nil }
        for name in policies.keys { policies[name]?.tracking.beginAgain() }
        if isOut {
            policies[decision.policy]?.scaledOut = (now, decision.capacity - current)
            policies[decision.policy]?.scaledIn = nil
        } else {
            policies[decision.policy]?.scaledIn = now
        }
        return decision
    }

    /// Within a cooldown only as far as more is wanted than was added before.
    private func scaleOut(_ values: [String: Double], _ current: Int, _ now: Timestamp) -> Decision? {
        let wanted = policies.compactMap { name, progress -> Decision? in
            guard let value = values[name], progress.tracking.trend == .above else { return nil }
            var capacity = progress.tracking.wanted(utilization: value, current: current)
            if let last = progress.scaledOut, now < last.instant + progress.policy.scaleOutCooldown {
                capacity -= last.added
            }
            return capacity > current ? Decision(capacity: capacity, policy: name) : nil
        }
        return wanted.largest
    }

    private func scaleIn(_ values: [String: Double], _ current: Int, _ now: Timestamp) -> Decision? {
        let able = policies.filter { !$0.value.policy.isScaleInDisabled }
        let wanted = able.compactMap { name, progress -> Decision? in
            guard let value = values[name], progress.tracking.trend == .below else { return nil }
            if let last = progress.scaledIn, now < last + progress.policy.scaleInCooldown { return nil }
            let capacity = progress.tracking.wanted(utilization: value, current: current)
            return capacity < current ? Decision(capacity: capacity, policy: name) : nil
        }
        return wanted.count == able.count ? wanted.largest : nil
    }
}

extension [TargetScaling.Decision] {
    fileprivate var largest: TargetScaling.Decision? {
        self.max { ($0.capacity, $1.policy) < ($1.capacity, $0.policy) }
    }
}
