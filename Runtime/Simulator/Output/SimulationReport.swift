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
    package let throttles: [(reason: ThrottleReason, count: Double)]
    package let samples: [Statistics.Sample]
    package let events: Int
    /// What it took of this machine, where that was measured.
    package var effort: Effort?
    /// First attempts.
    package let offered: Double
    /// As it is billed.
    package let usage: Usage
    /// Latencies by the share of invocations that had no more.
    package let latencyCurve: [(share: Double, seconds: Double)]

    package init(_ simulation: Simulation) {
        let seen = Observation(batchesOf: simulation)
        let statistics = simulation.statistics
        let workloads = simulation.scenario.workloads
        var figures = [
            Figure(key: "cold-starts", label: "Cold starts", unit: .share, estimate: seen.coldStartProbability),
            Figure(key: "throttled", label: "Throttled", unit: .share, estimate: seen.throttleProbability),
            Figure(key: "served", label: "Served", unit: .perSecond, estimate: seen.acceptedPerSecond),
            Figure(key: "concurrency", label: "Concurrency", unit: .count, estimate: seen.concurrency),
            Figure(
                key: "peak-concurrency",
                label: "Peak concurrency",
                unit: .count,
                estimate: Estimate(value: Double(statistics.timeRunning.maximum))
            ),
            Figure(key: "environments", label: "Environments", unit: .count, estimate: seen.environments),
            Figure(
                key: "peak-environments",
                label: "Peak environments",
                unit: .count,
                estimate: Estimate(value: Double(statistics.timeWithEnvironments.maximum))
            ),
            Figure(key: "mean-latency", label: "Mean latency", unit: .seconds, estimate: seen.meanLatency),
        ]
        if workloads.contains(where: { !$0.routes.isEmpty }) {
            let refused = seen.refusalProbability
            figures.insert(
                Figure(key: "refused", label: "Refused by the gateway", unit: .share, estimate: refused),
                at: 2
            )
        }
        if workloads.contains(where: { $0.timeout.isFinite || !$0.routes.isEmpty }) {
            figures.append(
                Figure(key: "timed-out", label: "Timed out", unit: .share, estimate: seen.timeoutProbability)
            )
        }
        if workloads.contains(where: { $0.front != .synchronous }) {
            let discarded = seen.discardProbability
            figures.append(Figure(key: "discarded", label: "Given up", unit: .share, estimate: discarded))
        }
        for (index, name) in ["p50", "p95", "p99", "p99.9"].enumerated() {
            guard let value = statistics.latencies.quantile(Statistics.shares[index]) else { continue }
            var estimate = Estimate(of: statistics.batchQuantiles[index])
            estimate.value = value
            figures.append(Figure(key: name, label: "Latency \(name)", unit: .seconds, estimate: estimate))
        }
        figures += [
            Figure(key: "queue-delay", label: "Queue delay", unit: .seconds, estimate: seen.meanWait),
            Figure(key: "queued", label: "Had to queue", unit: .share, estimate: seen.waitProbability),
            Figure(key: "idle", label: "Idle share of environments", unit: .share, estimate: seen.wasted),
            Figure(key: "idle-memory", label: "Memory of the idle", unit: .gigabytes, estimate: seen.wastedGigabytes),
            Figure(
                key: "gb-seconds",
                label: "Billed on demand",
                unit: .gigabyteSecondsPerHour,
                estimate: seen.gigabyteSecondsPerSecond.scaled(by: 3_600)
            ),
            Figure(
                key: "cost",
                label: "Cost without free tier",
                unit: .dollarsPerHour,
                estimate: seen.dollarsPerHour(workloads)
            ),
        ]
        self.figures = figures
        let kinds = ThrottleReason.allCases.count
        throttles = ThrottleReason.allCases.enumerated().compactMap { index, reason in
            let count = stride(from: index, to: statistics.throttles.count, by: kinds)
                .reduce(0) { $0 + statistics.throttles[$1] }
            return count > 0 ? (reason, count) : nil
        }
        samples = statistics.samples
        events = simulation.events
        offered = statistics.total.offered
        usage = seen.usage(workloads)
        let served = statistics.latencies.count
        latencyCurve = Self.shares.compactMap { share in
            guard Double(served) * (1 - share) >= 10 else { return nil }
            return statistics.latencies.quantile(share).map { (share, $0) }
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
            if let half = figure.estimate.halfWidth {
                members.append(("low", JSON(figure.estimate.value - half)))
                members.append(("high", JSON(figure.estimate.value + half)))
            }
            return (figure.key, JSON.object(JSON.Object(members)))
        }
        let course = samples.map { sample -> JSON in
            [
                "time": JSON(sample.time), "concurrency": JSON(sample.running),
                "environments": JSON(sample.environments), "offered": JSON(sample.offered),
                "cold": JSON(sample.cold), "throttled": JSON(sample.throttled),
            ]
        }
        var members: [(String, JSON)] = [
            ("figures", .object(JSON.Object(figures))),
            ("throttles", .object(JSON.Object(throttles.map { ($0.reason.rawValue, JSON($0.count)) }))),
            ("course", .array(course)), ("events", JSON(events)),
        ]
        if let effort {
            members += [("elapsedSeconds", JSON(effort.seconds)), ("peakMemoryBytes", JSON(effort.peakMemory))]
        }
        return .object(JSON.Object(members))
    }
}

extension Estimate {
    func scaled(by factor: Double) -> Estimate {
        Estimate(
            value: value * factor,
            standardError: standardError.map { $0 * factor },
            degreesOfFreedom: degreesOfFreedom
        )
    }
}
