/// Which idle environment takes an invocation. AWS does not say which one Lambda takes; the most recently used fits what
/// has been measured of it, keeps the fewest environments alive and has the most cold starts.
package enum Placement: String, Sendable, Hashable, CaseIterable {
    case mostRecentlyUsed = "most-recently-used"
    case leastRecentlyUsed = "least-recently-used"
    /// The one that was created last.
    case newest
    /// The one that was created first.
    case oldest
    case random
}

/// How long an idle environment is kept.
package enum KeepAlive: Sendable, Hashable {
    /// From the end of its last invocation. AWS gives no number; ten minutes fits what has been measured of it.
    case fixed(Duration)
    /// By each function's own idle times.
    case hybridHistogram(HybridHistogram.Settings)
    /// Until memory is short: then the environments that are cheapest to start again, for the memory they hold and the
    /// use they see, end first. In MB.
    case greedyDual(memoryBudget: Int)
}

/// What Lambda decides by itself: where invocations go and which environments live on.
package struct FleetPolicy: Sendable, Hashable {
    package var placement = Placement.mostRecentlyUsed
    package var keepAlive = KeepAlive.fixed(.seconds(600))
    /// Environments end at this age, when they are next idle, even under continuous load: "every few hours", says AWS;
    /// two hours have been measured. `nil` is no limit.
    package var maximumLife: Duration? = .seconds(7_200)
    /// Idle environments that each function holds ready beyond those in use, initialized ahead of any invocation.
    package var preemptiveInits = 0
    /// Seeds the random placement.
    package var seed: UInt64 = 0

    package init() {}

    package init(
        placement: Placement = .mostRecentlyUsed,
        keepAlive: KeepAlive = .fixed(.seconds(600)),
        maximumLife: Duration? = .seconds(7_200)
    ) {
        self.placement = placement
        self.keepAlive = keepAlive
        self.maximumLife = maximumLife
    }
}
