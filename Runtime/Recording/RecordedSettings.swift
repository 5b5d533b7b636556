import ColdStart
import Time

/// Limits and policy of a recorded model.
package struct RecordedSettings: Codable, Sendable, Hashable {
    private static let readableFormat = 1
    /// Of the format.
    package var format = Self.readableFormat
    package var accountConcurrency: Int
    package var unreservedMinimum: Int
    package var requestsPerConcurrency: Int?
    package var scalingBurst: Int?
    package var scalingPerSecond: Double?
    package var environmentsPerFunction: Int?
    package var placement: String
    /// In nanoseconds; `nil` where it goes by a hybrid histogram or by memory.
    package var keepAlive: Int64?
    /// Greedy-dual's, in MB.
    package var memoryBudget: Int?
    /// In nanoseconds.
    package var maximumLife: Int64?
    package var preemptiveInits: Int
    package var seed: UInt64
    /// Of the machine.
    package var processors: Int?

    var isReadable: Bool { format == Self.readableFormat }

    /// `nil` for a policy that no running Hearth has.
    package init?(_ limits: FleetLimits, _ policy: FleetPolicy) {
        switch policy.keepAlive {
        case .fixed(let duration): keepAlive = duration.nanoseconds
        case .hybridHistogram(let settings) where settings == HybridHistogram.Settings(): keepAlive = nil
        case .hybridHistogram: return nil
        case .greedyDual(let budget): memoryBudget = budget
        }
        accountConcurrency = limits.accountConcurrency
        unreservedMinimum = limits.unreservedMinimum
        requestsPerConcurrency = limits.requestsPerConcurrency
        scalingBurst = limits.scalingRate?.burst
        scalingPerSecond = limits.scalingRate?.perSecond
        environmentsPerFunction = limits.environmentsPerFunction
        placement = policy.placement.rawValue
        maximumLife = policy.maximumLife?.nanoseconds
        preemptiveInits = policy.preemptiveInits
        seed = policy.seed
    }

    package var limits: FleetLimits {
        var limits = FleetLimits(
            accountConcurrency: accountConcurrency,
            environmentsPerFunction: environmentsPerFunction
        )
        limits.unreservedMinimum = unreservedMinimum
        limits.requestsPerConcurrency = requestsPerConcurrency
        limits.scalingRate = scalingBurst.map { ScalingRate(burst: $0, perSecond: scalingPerSecond ?? 0) }
        return limits
    }

    private var keepAlivePolicy: KeepAlive {
        if let keepAlive { return .fixed(.nanoseconds(keepAlive)) }
        if let memoryBudget { return .greedyDual(memoryBudget: memoryBudget) }
        return .hybridHistogram(HybridHistogram.Settings())
    }

    /// `nil` for a placement that is not known.
    package var policy: FleetPolicy? {
        guard let placement = Placement(rawValue: placement) else { return nil }
        var policy = FleetPolicy(
            placement: placement,
            keepAlive: keepAlivePolicy,
            maximumLife: maximumLife.map { .nanoseconds($0) }
        )
        policy.preemptiveInits = preemptiveInits
        policy.seed = seed
        return policy
    }
}
