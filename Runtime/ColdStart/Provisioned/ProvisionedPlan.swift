/// How much concurrency a function has provisioned, and when
/// (https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html).
package enum ProvisionedPlan: Sendable, Hashable {
    case fixed(Int)
    /// At seconds of the day, ascending, so much from then on; before the first as after the last.
    case schedule([Step])
    case targetTracking(TargetTracking)

    package struct Step: Sendable, Hashable {
        package var secondOfDay: Int
        package var count: Int

        package init(secondOfDay: Int, count: Int) {
            self.secondOfDay = secondOfDay
            self.count = count
        }
    }

    /// What is provisioned at the most.
    package var most: Int {
        switch self {
        case .fixed(let count): count
        case .schedule(let steps): steps.map(\.count).max() ?? 0
        case .targetTracking(let tracking): tracking.maximum
        }
    }

    /// What is provisioned when nothing has been observed yet.
    package func initial(secondOfDay: Int) -> Int {
        switch self {
        case .fixed(let count): count
        case .schedule(let steps): (steps.last { $0.secondOfDay <= secondOfDay } ?? steps.last)?.count ?? 0
        case .targetTracking(let tracking): tracking.minimum
        }
    }
}

/// Application Auto Scaling's target tracking on `ProvisionedConcurrencyUtilization`: more after three minutes above the
/// target, less after fifteen minutes below nine tenths of it
/// (https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-target-tracking.html).
package struct TargetTracking: Sendable, Hashable {
    /// The share of the provisioned environments that are to be in use, such as 0.7.
    package var target: Double
    package var minimum: Int
    package var maximum: Int
    private var minutesAbove = 0
    private var minutesBelow = 0

    package init(target: Double, minimum: Int, maximum: Int) {
        self.target = target
        self.minimum = minimum
        self.maximum = maximum
    }

    /// A minute has gone by in which at most `utilization` of `current` environments were in use, spill-over counted
    /// above 1. Returns the new number when it changes.
    package mutating func observe(utilization: Double, current: Int) -> Int? {
        count(utilization)
        guard trend != nil else { return nil }
        beginAgain()
        let count = wanted(utilization: utilization, current: current)
        return count == current ? nil : count
    }

    // MARK: Step by step, for policies that have to agree

    package enum Trend: Sendable { case above, below }

    /// Counts a minute of this utilization.
    package mutating func count(_ utilization: Double) {
        minutesAbove = utilization > target ? minutesAbove + 1 : 0
        minutesBelow = utilization < 0.9 * target ? minutesBelow + 1 : 0
    }

    /// What has lasted long enough to act on it.
    package var trend: Trend? {
        guard target > 0 else { return nil }
        return minutesAbove >= 3 ? .above : minutesBelow >= 15 ? .below : nil
    }

    /// The number that is right for this utilization of `current`, within the bounds.
    package func wanted(utilization: Double, current: Int) -> Int {
        let wanted = (Double(max(1, current)) * utilization / target).rounded(.up)
        return wanted >= Double(maximum) ? maximum : max(minimum, Int(wanted))
    }

    /// The number has changed: what was counted does not hold for it.
    package mutating func beginAgain() { (minutesAbove, minutesBelow) = (0, 0) }
}
