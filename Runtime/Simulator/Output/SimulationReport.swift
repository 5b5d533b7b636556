import ColdStart
import JSON

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What a simulation has found, figure by figure.
package struct SimulationReport: Sendable {
    package struct Figure: Sendable {
        /// For options and JSON.
        package var key: String
        package var label: String
        package var unit: Unit
        package var estimate: Estimate
    }

    package enum Unit: String, Sendable {
        case share
        case seconds
        case count
        case gigabytes = "GB"
        case gigabyteSecondsPerHour = "GB-s/h"
        case dollarsPerHour = "USD/h"
        case perSecond = "1/s"
    }

    /// Time and memory.
    package struct Effort: Sendable {
        package var seconds: Double
        /// The most that the process has had up to the end of the simulation, in bytes.
        package var peakMemory: Int

        package init(seconds: Double, peakMemory: Int) {
            self.seconds = seconds
            self.peakMemory = peakMemory
        }
    }

    package let figures: [Figure]
    package let throttles: [(reason: ThrottleReason, count: Estimate)]
    package let samples: [Statistics.Sample]
    /// Of all runs.
    package var events: Int
    /// What it took of this machine, where that was measured.
    package var effort: Effort?
    /// Where somebody ended it early: seconds of virtual time that were simulated.
    package var stoppedAt: Double?
    /// Whether chance plays a part, so that figures without an interval lack one.
    package let hasChance: Bool
    /// First attempts.
    package let offered: Double
    /// Of so many seconds, without what the shortest times cost that AWS bills.
    package let usage: Usage
    package let seconds: Double
    /// By function, but for traces.
    package let parts: [Part]
    /// Dollars spent up to moments.
    package let costs: [(time: Double, dollars: Double)]
    /// Latencies by the share of invocations that had no more.
    package let latencyCurve: [(share: Double, seconds: Double)]

    /// The first of `runs` gives the course over time, all of them the figures.
    package init(_ runs: SimulationRuns) {
        let (simulation, seen) = (runs.first, runs.observation)
        let workloads = simulation.workloads
        var estimates: [FigureKey: Estimate?] = [
            .coldStarts: seen.coldStartProbability, .throttled: seen.throttleProbability,
            .served: seen.acceptedPerSecond, .concurrency: seen.concurrency,
            .peakConcurrency: runs.peak(\.timeRunning),
            .environments: seen.environments,
            .peakEnvironments: runs.peak(\.timeWithEnvironments),
            .meanLatency: seen.meanLatency,
            .p50: runs.latency(0.5), .p95: runs.latency(0.95), .p99: runs.latency(0.99),
            .p999: runs.latency(0.999), .queueDelay: seen.meanWait, .queued: seen.waitProbability,
            .idle: seen.wasted, .idleMemory: seen.wastedGigabytes,
            .gigabyteSeconds: seen.gigabyteSecondsPerSecond.scaled(by: 3_600),
            .cost: seen.dollarsPerHour(workloads),
        ]
        if workloads.contains(where: { !$0.routes.isEmpty }) { estimates[.refused] = seen.refusalProbability }
        if workloads.contains(where: { $0.timeout.isFinite || !$0.routes.isEmpty }) {
            estimates[.timedOut] = seen.timeoutProbability
        }
        if workloads.contains(where: { $0.front != .synchronous }) { estimates[.discarded] = seen.discardProbability }
        figures = Self.figures(estimates)
        throttles = ThrottleReason.allCases.map { ($0, runs.throttles($0)) }.filter { $0.1.value > 0 }
        samples = simulation.statistics.samples
        events = runs.events
        hasChance = true
        offered = seen.total.offered / Double(runs.count)
        usage = seen.usage(workloads).scaled(by: 1 / Double(runs.count))
        seconds = seen.total.seconds / Double(runs.count)
        (parts, costs) = (runs.parts, Self.costs(simulation))
        let latencies = runs.latencies
        latencyCurve = Self.shares.compactMap { share in
            guard Double(latencies.count) * (1 - share) >= 10 else { return nil }
            return latencies.quantile(share).map { (share, $0) }
        }
    }

    /// What a fluid model has found: nothing of it is left to chance.
    package init(_ model: FluidModel) {
        let idle = max(0, model.meanEnvironments - model.meanRunning)
        let hourly = model.usage.scaled(by: 3_600 / model.seconds)
        let prices = PriceTable.usEast1.averaged(over: hourly, ofSeconds: 3_600)
        let values: [FigureKey: Double] = [
            .coldStarts: model.coldStartProbability, .throttled: model.throttleProbability,
            .served: model.accepted / model.seconds, .concurrency: model.meanRunning,
            .environments: model.meanEnvironments, .peakEnvironments: model.peakAlive,
            .meanLatency: model.meanLatency,
            .p50: model.latency(0.5), .p95: model.latency(0.95), .p99: model.latency(0.99),
            .p999: model.latency(0.999),
            .idle: model.meanEnvironments > 0 ? idle / model.meanEnvironments : 0,
            .idleMemory: idle * Double(model.workload.memorySize) / 1_024,
            .gigabyteSeconds: hourly.compute.onDemand, .cost: Bill(hourly, prices: prices, freeTier: false).total,
        ]
        figures = Self.figures(values.mapValues { Estimate(value: $0) })
        samples = zip(model.moments, model.moments.dropFirst()).map { before, moment in
            let length = moment.time - before.time
            return Statistics.Sample(
                time: moment.time,
                running: Int(moment.running.rounded()),
                environments: Int(moment.environments.rounded()),
                offered: moment.rate * length,
                cold: moment.coldPerSecond * length,
                throttled: moment.throttledPerSecond * length
            )
        }
        (throttles, events, hasChance, usage, latencyCurve) = ([], 0, false, model.usage, [])
        (parts, costs, seconds) = ([], [], model.seconds)
        offered = model.offered
    }

    /// In the order in which they are told.
    private static func figures(_ estimates: [FigureKey: Estimate?]) -> [Figure] {
        FigureKey.allCases.compactMap { key in
            guard let estimate = estimates[key] ?? nil else { return nil }
            return Figure(key: key.rawValue, label: key.label, unit: key.unit, estimate: estimate)
        }
    }

    /// Ten between each nine and the next, as far as five nines.
    private static let shares: [Double] = (0...50).map { step in 1 - exp(-Double(step) / 10 * log(10)) }

    package subscript(key: String) -> Estimate? { figures.first { $0.key == key }?.estimate }

    package var json: JSON {
        let figures = figures.map { figure in
            var members: [(String, JSON)] = [
                ("unit", .string(figure.unit.rawValue)), ("value", JSON(figure.estimate.value)),
            ]
            members += Self.bounds(figure.estimate)
            return (figure.key, JSON.object(JSON.Object(members)))
        }
        let reasons = throttles.map { reason, count -> (String, JSON) in
            let members: [(String, JSON)] = [("unit", "count"), ("value", JSON(count.value))] + Self.bounds(count)
            return (reason.rawValue, .object(JSON.Object(members)))
        }
        let course = samples.map { sample -> JSON in
            let reasons = zip(ThrottleReason.allCases, sample.throttles).filter { $0.1 > 0 }
            return [
                "time": JSON(sample.time), "concurrency": JSON(sample.running),
                "environments": JSON(sample.environments), "offered": JSON(sample.offered),
                "cold": JSON(sample.cold), "throttled": JSON(sample.throttled),
                "throttles": .object(JSON.Object(reasons.map { ($0.rawValue, JSON($1)) })),
            ]
        }
        var members: [(String, JSON)] = [
            ("figures", .object(JSON.Object(figures))),
            ("throttles", .object(JSON.Object(reasons))),
            ("course", .array(course)), ("events", JSON(events)),
        ]
        members += monthly.map { ($0.key, JSON($0.dollars)) }
        if !parts.isEmpty { members.append(("functions", .array(parts.map(\.json)))) }
        if let effort {
            members += [("elapsedSeconds", JSON(effort.seconds)), ("peakMemoryBytes", JSON(effort.peakMemory))]
        }
        if let stoppedAt { members.append(("stoppedAt", JSON(stoppedAt))) }
        return .object(JSON.Object(members))
    }

    /// Of the 95 % confidence interval; `null` where there is none.
    private static func bounds(_ estimate: Estimate) -> [(String, JSON)] {
        let (low, high) = (estimate.interval?.lowerBound, estimate.interval?.upperBound)
        return [("low", low.map { JSON($0) } ?? .null), ("high", high.map { JSON($0) } ?? .null)]
    }
}
