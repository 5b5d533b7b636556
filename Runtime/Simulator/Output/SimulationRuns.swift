import ColdStart

/// A simulation, and others of the same scenario with other chance where the scenario is not stationary: what one of them
/// does from batch to batch is then its plan, and only what they do differently is chance.
package struct SimulationRuns: Sendable {
    package let first: Simulation
    private let isStationary: Bool
    private var all: [Statistics]
    package private(set) var events: Int
    /// Of all runs.
    private(set) var latencies: LogHistogram

    package init(_ first: Simulation, isStationary: Bool) {
        self.first = first
        self.isStationary = isStationary
        (all, events, latencies) = ([first.statistics], first.events, first.statistics.latencies)
    }

    package init(_ first: Simulation) { self.init(first, isStationary: first.scenario.isStationary) }

    package mutating func add(_ other: Simulation) {
        all.append(other.statistics)
        events += other.events
        latencies.add(other.statistics.latencies)
    }

    package var count: Int { all.count }

    /// How many there should be.
    package var wanted: Int { isStationary ? 1 : Scenario.runs(ofEvents: first.events) }

    /// Without confidence where there is one run of what is not stationary.
    package var observation: Observation { isStationary ? Observation(batchesOf: first) : Observation(runs: all) }

    /// Of each function in all runs; nothing of what a trace has added.
    var parts: [SimulationReport.Part] {
        let workloads = first.scenario.workloads
        let tallies = all.dropFirst().reduce(first.statistics.functions) { zip($0, $1.functions).map(+) }
        let routes = (0..<workloads.count).map { function in
            all.dropFirst().reduce(into: first.statistics.byRoute[function]) { sums, run in
                for (number, tally) in run.byRoute[function].enumerated() {
                    if number == sums.count { sums.append(RouteTally()) }
                    sums[number].add(tally)
                }
            }
        }
        let seconds = all.reduce(0) { $0 + $1.total.seconds }
        let prices = Observation(runs: all).prices(first.workloads)
        return zip(zip(workloads, tallies), routes).map {
            SimulationReport.Part($0.0, $0.1, $1, prices, seconds: seconds)
        }
    }

    func latency(_ share: Double) -> Estimate? {
        if isStationary { return first.statistics.latency(share) }
        return latencies.quantile(share).map { value in
            Estimate(of: all.compactMap { $0.latencies.quantile(share) }, about: value)
        }
    }

    func throttles(_ reason: ThrottleReason) -> Estimate {
        isStationary ? first.statistics.throttles(reason) : Estimate(of: all.map { $0.count(reason) })
    }

    /// The most at once belongs to one run: without others there is no telling how it varies.
    func peak(_ times: KeyPath<Statistics, TimeInState>) -> Estimate {
        Estimate(of: all.map { Double($0[keyPath: times].maximum) })
    }
}
