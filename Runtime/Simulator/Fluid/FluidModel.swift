import ColdStart
import Time

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What rates that no event simulation reaches come to: invocations under way follow a differential equation, and chance
/// is the normal law around its solution.
///
/// Holds for one function with Poisson arrivals whose rate changes slowly against the service time, at a concurrency far
/// above 1, under a fixed keep-alive and most-recently-used placement: alive is then the most that was busy within the
/// keep-alive time.
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

    /// A law without a rate at each moment cannot be computed so.
    package struct Unsuited: Error, CustomStringConvertible {
        package let description: String
    }

    /// `step` in seconds.
    package init(_ scenario: Scenario, step: Double = 1) throws(Unsuited) {
        guard let workload = scenario.workloads.first, scenario.workloads.count == 1 else {
            throw Unsuited(description: "the fluid mode takes one function")
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
        seconds = scenario.horizon - scenario.skip
        let limits = Limits(scenario, workload)
        var state = State(window: Window(seconds: keepAlive.inSeconds, step: step), tokens: limits.burst)
        let steps = Int((scenario.horizon / step).rounded(.up))
        let every = max(1, steps / max(1, scenario.samples))
        for index in 0..<steps {
            let time = Double(index) * step
            let moment = state.advance(to: time, step, workload.arrivals.rate(at: time) ?? 0, limits)
            if time >= scenario.skip { add(moment, step) }
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
    }

    package var coldStartProbability: Double { accepted > 0 ? cold / accepted : 0 }
    package var throttleProbability: Double { offered > 0 ? throttled / offered : 0 }
    package var meanRunning: Double { running / seconds }
    package var meanEnvironments: Double { alive / seconds }

    /// What holds the function back.
    private struct Limits {
        let concurrency: Double
        let requests: Double
        let burst: Double
        let refill: Double
        let warm: Double
        let cold: Double

        init(_ scenario: Scenario, _ workload: Workload) {
            let limit = workload.reserved ?? scenario.limits.accountConcurrency
            concurrency = Double(limit)
            requests = scenario.limits.requestRate(forConcurrency: limit) ?? .infinity
            burst = scenario.limits.scalingRate.map { Double($0.burst) } ?? .infinity
            refill = scenario.limits.scalingRate?.perSecond ?? .infinity
            warm = workload.duration.mean
            switch workload.coldStart {
            case .delays(let delays): cold = warm + delays.mean
            case .replaced(let distribution): cold = distribution.mean
            }
        }
    }

    private struct State {
        var window: Window
        /// The mean of the invocations under way.
        var running = 0.0
        var environments = 0.0
        var tokens: Double

        mutating func advance(to time: Double, _ step: Double, _ rate: Double, _ limits: Limits) -> Moment {
            tokens = min(limits.burst, tokens + (limits.refill.isFinite ? limits.refill * step : 0))
            var admitted = min(rate, limits.requests)
            // Exact for a constant rate: what is under way tends to rate × service time.
            let fade = exp(-step / limits.warm)
            var next = running * fade + admitted * limits.warm * (1 - fade)
            let ceiling = min(limits.concurrency, environments + tokens)
            if next > ceiling {
                next = ceiling
                admitted = min(admitted, max(0, (next - running * fade) / (limits.warm * (1 - fade))))
            }
            running = next
            let demand = min(ceiling, Self.highest(of: next, within: window.seconds, service: limits.warm))
            let top = max(window.maximum(adding: demand), next)
            let grown = max(0, top - environments)
            tokens -= grown
            environments = top
            let churn = Self.churn(next, window.seconds, limits.warm)
            let cold = min(admitted, grown / step + churn)
            let moment = Moment(
                time: time,
                rate: rate,
                running: next + cold * (limits.cold - limits.warm),
                environments: environments,
                coldPerSecond: cold,
                throttledPerSecond: rate - admitted
            )
            return moment
        }

        /// About the most that a Poisson number of this mean reaches within a time: it changes about once in a service
        /// time, so that a window holds that many independent looks at it.
        static func highest(of mean: Double, within window: Double, service: Double) -> Double {
            guard mean > 0 else { return 0 }
            return mean + deviations(window / service) * mean.squareRoot()
        }

        /// Cold starts a second that chance alone brings: a record over the window comes once in a window at each of the
        /// levels in reach, which are as many as the record varies by.
        static func churn(_ mean: Double, _ window: Double, _ service: Double) -> Double {
            guard mean > 0, window > 0 else { return 0 }
            let looks = max(2, window / service)
            return mean.squareRoot() / max(1, deviations(looks)) / window
        }

        /// How many standard deviations the highest of so many looks at an Ornstein-Uhlenbeck process lies above the mean.
        private static func deviations(_ looks: Double) -> Double {
            let root = (2 * log(max(2, looks))).squareRoot()
            return root + (log(root) - 0.5 * log(Double.pi) + 0.5772) / root
        }
    }

    /// The most within a time before now, by steps.
    private struct Window {
        let seconds: Double
        private let length: Int
        private var levels: [(value: Double, index: Int)] = []
        private var head = 0
        private var index = 0

        init(seconds: Double, step: Double) {
            self.seconds = seconds
            length = max(1, Int((seconds / step).rounded()))
        }

        mutating func maximum(adding value: Double) -> Double {
            while levels.count > head, let last = levels.last, last.value <= value { levels.removeLast() }
            levels.append((value, index))
            while levels[head].index <= index - length { head += 1 }
            index += 1
            return levels[head].value
        }
    }
}
