import ColdStart
import Time

/// What the fluid mode knows of a function and of what holds it back. Times in seconds.
struct FluidTerms: Sendable {
    /// More steps than these are not taken, however long the time: they cost a tenth of a microsecond each.
    private static let mostSteps = 2e7
    /// A start takes about as long as another: as many exponential stages in turn vary by a sixth of their mean.
    private static let stagesOfStart = 32

    let concurrency: Double
    /// Requests a second.
    let requests: Double
    let burst: Double
    /// Environments a second.
    let refill: Double
    let keepAlive: Double
    let maximumLife: Double?
    /// The mean of a warm invocation.
    let warm: Double
    /// The mean of what a cold start adds, or of the whole invocation where that is replaced.
    let start: Double
    /// Whether the handler runs when the start is over, as long as a warm one.
    let handlerFollows: Bool
    let stages: Int
    let step: Double

    init(_ scenario: Scenario, _ workload: Workload, keepAlive: Double) {
        let limit = workload.reserved ?? scenario.limits.accountConcurrency
        concurrency = Double(limit)
        requests = scenario.limits.requestRate(forConcurrency: limit) ?? .infinity
        burst = scenario.limits.scalingRate.map { Double($0.burst) } ?? .infinity
        refill = scenario.limits.scalingRate?.perSecond ?? .infinity
        self.keepAlive = keepAlive
        maximumLife = scenario.policy.maximumLife?.inSeconds
        warm = workload.duration.mean
        start = workload.coldStart.mean
        let mostStages =
            switch workload.coldStart {
            case .delays: start > 0 ? Self.stagesOfStart : 0
            case .replaced(.exponential): 1
            case .replaced: Self.stagesOfStart
            }
        if case .delays = workload.coldStart { handlerFollows = true } else { handlerFollows = false }
        let fine = min(1, warm / 2, start > 0 ? start / Double(max(1, mostStages)) : 1)
        step = max(fine, scenario.horizon / Self.mostSteps)
        stages = min(mostStages, max(1, Int(start / step)))
    }
}
