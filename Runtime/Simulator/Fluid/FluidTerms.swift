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
    /// The variance of how many serve, in parts of their mean, where invocations come one by one at even intervals; of those
    /// that come by chance it is 1.
    private let evenSpread: Double
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
        evenSpread = Self.evenSpread(workload.duration, seed: scenario.seed)
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

    /// The same where a rate above the limit of requests has that limit's tokens: far above it each is taken as it comes, in
    /// even intervals; near to it some are always there (on average as many as wait in a queue with even services), and
    /// requests that come by chance find one.
    func spread(at rate: Double) -> Double {
        guard rate > requests else { return 1 }
        let load = requests / rate
        let tokens = load / (2 * (1 - load))
        return evenSpread + (1 - evenSpread) * min(1, 2 * tokens * tokens / (requests * warm))
    }

    /// Of two invocations that begin together, the share of the time during which only one still runs.
    private static func evenSpread(_ duration: Distribution, seed: UInt64) -> Double {
        var random = SeededRandom(seed: seed)
        let pairs = 20_000
        let both = (0..<pairs).reduce(0) { sum, _ in sum + min(duration.sample(&random), duration.sample(&random)) }
        return max(0, 1 - both / (Double(pairs) * duration.mean))
    }
}
