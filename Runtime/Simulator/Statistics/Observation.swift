import ColdStart

/// Figures with their confidence, from the batches of one long run or from independent runs.
package struct Observation: Sendable {
    package var parts: [Tally]

    package init(_ parts: [Tally]) { self.parts = parts }

    package init(batchesOf simulation: Simulation) { parts = simulation.statistics.batches }

    package init(replications: [Simulation]) { self.init(runs: replications.map(\.statistics)) }

    package init(runs: [Statistics]) { parts = runs.map(\.total) }

    package var total: Tally { parts.reduce(Tally(), +) }

    private func ratio(_ numerator: (Tally) -> Double, _ denominator: (Tally) -> Double) -> Estimate {
        Estimate(ratios: parts.map { (numerator($0), denominator($0)) })
    }

    /// Of what is counted.
    private func share(_ numerator: (Tally) -> Double, _ denominator: (Tally) -> Double) -> Estimate {
        let batches = parts.map { (numerator($0), denominator($0)) }
        return Estimate(shares: batches, observations: batches.reduce(0) { $0 + $1.1 })
    }

    /// Among those that were served.
    package var coldStartProbability: Estimate { share({ $0.cold }, { $0.accepted }) }
    /// Among all attempts.
    package var throttleProbability: Estimate { share({ $0.throttled }, { $0.accepted + $0.throttled }) }
    /// Invocations under way.
    package var concurrency: Estimate { ratio({ $0.running }, { $0.seconds }) }
    package var environments: Estimate { ratio({ $0.alive }, { $0.seconds }) }
    package var idle: Estimate { ratio({ $0.alive - $0.running }, { $0.seconds }) }
    /// The share of the environments' time in which they did not serve.
    package var wasted: Estimate { Estimate(shares: parts.map { ($0.alive - $0.running, $0.alive) }) }
    /// The share in which they did.
    package var utilization: Estimate { Estimate(shares: parts.map { ($0.running, $0.alive) }) }
    /// GB-seconds a second that environments held without serving.
    package var wastedGigabytes: Estimate {
        ratio({ $0.aliveGigabyteSeconds - $0.busyGigabyteSeconds }, { $0.seconds })
    }
    package var meanLife: Estimate { ratio({ $0.life }, { $0.ended }) }
    package var meanLatency: Estimate { ratio({ $0.latency }, { $0.accepted }) }
    package var meanWait: Estimate { ratio({ $0.wait }, { $0.handedOver }) }
    package var waitProbability: Estimate { share({ $0.waited }, { $0.handedOver }) }
    package var acceptedPerSecond: Estimate { ratio({ $0.accepted }, { $0.seconds }) }
    package var gigabyteSecondsPerSecond: Estimate { ratio({ $0.compute.onDemand }, { $0.seconds }) }
    package var meanService: Estimate { ratio({ $0.service }, { $0.accepted }) }

    /// Among all requests.
    package var refusalProbability: Estimate { share({ $0.refused }, { $0.offered }) }
    /// Among those that were served.
    package var timeoutProbability: Estimate { share({ $0.timedOut }, { $0.accepted }) }
    /// Events, messages and records that were tried often enough, among all that came.
    package var discardProbability: Estimate { share({ $0.discarded }, { $0.offered }) }

    /// What the workload uses, without what the shortest times cost that AWS bills (`Usage.billed`). Snapshots are kept all
    /// the time.
    package func usage(_ workloads: [Workload]) -> Usage {
        let total = total
        var usage = Usage()
        (usage.requests, usage.compute) = (total.accepted, total.compute)
        usage.ephemeralGigabyteSeconds = total.ephemeralGigabyteSeconds
        (usage.httpAPICalls, usage.restAPICalls) = (total.httpAPICalls, total.restAPICalls)
        (usage.queueRequests, usage.restoredGigabytes) = (total.queueRequests, total.restoredGigabytes)
        let snapshots = workloads.filter(\.paysForSnapshots).reduce(0) { $0 + Double($1.memorySize) / 1_024 }
        usage.snapshotGigabyteSeconds = snapshots * total.seconds
        return usage
    }

    /// Dollars for each hour of a month like this, without the free tier.
    package func dollarsPerHour(_ workloads: [Workload]) -> Estimate {
        let prices = prices(workloads)
        let hourly = parts.filter { $0.seconds > 0 }.map { part in
            let bill = Bill(Observation([part]).usage(workloads), prices: prices, freeTier: false)
            return (bill.total * 3_600, part.seconds)
        }
        return Estimate(ratios: hourly)
    }

    /// As they are on average in a month like this.
    func prices(_ workloads: [Workload]) -> PriceTable {
        PriceTable.usEast1.averaged(over: usage(workloads), ofSeconds: total.seconds)
    }
}

extension Simulation {
    /// The same scenario so many times with seeds of its own each.
    package static func replicate(_ scenario: Scenario, _ count: Int) throws(ConcurrencyError) -> [Simulation] {
        var runs: [Simulation] = []
        for number in 0..<count {
            var simulation = try Simulation(scenario.repeated(number))
            simulation.run()
            runs.append(simulation)
        }
        return runs
    }
}
