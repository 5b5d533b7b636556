import ColdStart
import Time

/// What rates that no event simulation reaches come to: environments that serve and start follow differential equations,
/// and chance is the normal law around their solution.
///
/// Holds for one function with Poisson arrivals whose rate changes slowly against the service time, at a concurrency far
/// above 1, under a fixed keep-alive and most-recently-used placement: alive is then the most that was busy within the
/// keep-alive time, less what has reached its maximum life.
package struct FluidModel: Sendable {
    package struct Moment: Sendable, Hashable {
        /// Seconds since the start.
        package var time: Double
        package var rate: Double
        package var running: Double
        package var environments: Double
        package var coldPerSecond: Double
        package var throttledPerSecond: Double
    }

    package private(set) var moments: [Moment] = []
    package private(set) var offered = 0.0
    package private(set) var accepted = 0.0
    package private(set) var cold = 0.0
    package private(set) var throttled = 0.0
    /// Environment-seconds: serving, and in all.
    package private(set) var running = 0.0
    package private(set) var alive = 0.0
    package let seconds: Double
    /// The most environments at once.
    package private(set) var peakAlive = 0.0
    let workload: Workload
    private let durations: FluidDurations

    /// A law without a rate at each moment cannot be computed so.
    package struct Unsuited: Error, CustomStringConvertible {
        package let description: String
    }

    package init(_ scenario: Scenario) throws(Unsuited) {
        guard let workload = scenario.workloads.first, scenario.workloads.count == 1 else {
            throw Unsuited(description: "the fluid mode takes one function")
        }
        guard workload.hangRate == 0 else {
            throw Unsuited(description: "the fluid mode does not take invocations that time out")
        }
        let keepAlive = try Self.keepAlive(scenario.policy)
        guard workload.provisioned == nil, scenario.sharedProcessors == nil, workload.front == .synchronous,
            workload.arrivals.rate(at: 0) != nil
        else {
            throw Unsuited(
                description: "the fluid mode takes synchronous invocations by a law that has a rate, "
                    + "nothing provisioned and no shared processors"
            )
        }
        guard workload.duration.mean > 0, (workload.duration.mean + workload.coldStart.mean).isFinite else {
            throw Unsuited(description: "the fluid mode takes durations with a mean above 0")
        }
        guard keepAlive.inSeconds >= 2 * (workload.duration.mean + workload.coldStart.mean) else {
            throw Unsuited(description: "the fluid mode takes a keep-alive of at least twice what a cold start takes")
        }
        seconds = scenario.horizon - scenario.skip
        self.workload = workload
        durations = FluidDurations(workload, seed: scenario.seed)
        guard durations.tooLong < 0.001 else {
            throw Unsuited(
                description: "the fluid mode takes initializations of at most 10 s, which do not begin again"
            )
        }
        let terms = FluidTerms(scenario, workload, keepAlive: keepAlive.inSeconds)
        var state = FluidState(terms)
        let steps = Int((scenario.horizon / terms.step).rounded(.up))
        let every = max(1, steps / max(1, scenario.samples))
        for index in 0..<steps {
            let time = Double(index) * terms.step
            let moment = state.advance(from: time, rate: workload.arrivals.rate(at: time) ?? 0)
            if time >= scenario.skip { add(moment, terms.step) }
            if index % every == 0 { moments.append(moment) }
        }
    }

    /// Refuses by name what the equations are not about.
    private static func keepAlive(_ policy: FleetPolicy) throws(Unsuited) -> Duration {
        guard policy.placement == .mostRecentlyUsed else {
            throw Unsuited(
                description: "the fluid mode takes the placement most-recently-used, not \(policy.placement.rawValue)"
            )
        }
        guard policy.preemptiveInits == 0 else {
            throw Unsuited(description: "the fluid mode does not take preemptive:\(policy.preemptiveInits)")
        }
        switch policy.keepAlive {
        case .fixed(let keepAlive): return keepAlive
        case .hybridHistogram: throw Unsuited(description: "the fluid mode takes a fixed keep-alive, not hybrid")
        case .greedyDual(let budget):
            throw Unsuited(description: "the fluid mode takes a fixed keep-alive, not greedy-dual:\(budget)")
        }
    }

    private mutating func add(_ moment: Moment, _ step: Double) {
        offered += moment.rate * step
        throttled += moment.throttledPerSecond * step
        accepted += (moment.rate - moment.throttledPerSecond) * step
        cold += moment.coldPerSecond * step
        running += moment.running * step
        alive += moment.environments * step
        peakAlive = max(peakAlive, moment.environments)
    }

    package var coldStartProbability: Double { accepted > 0 ? cold / accepted : 0 }
    package var throttleProbability: Double { offered > 0 ? throttled / offered : 0 }
    package var meanRunning: Double { running / seconds }
    package var meanEnvironments: Double { alive / seconds }
    package var meanLatency: Double { durations.mean(coldShare: coldStartProbability) }

    /// In seconds.
    package func latency(_ share: Double) -> Double { durations.quantile(share, coldShare: coldStartProbability) }

    /// What all invocations use.
    package var usage: Usage {
        var usage = Usage()
        let billed = accepted * durations.billed(coldShare: coldStartProbability)
        usage.requests = accepted
        usage.compute[workload.architecture].onDemand = billed * Double(workload.memorySize) / 1_024
        usage.ephemeralGigabyteSeconds = billed * Double(max(0, workload.ephemeralStorage - 512)) / 1_024
        return usage
    }
}
