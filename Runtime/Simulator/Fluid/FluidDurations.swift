import ColdStart
import Time

/// How long invocations take and what is billed for them, where only the share of cold starts is known: by many draws from
/// the laws of handler and start-up.
struct FluidDurations: Sendable {
    private static let draws = 400_000

    /// In seconds.
    private var warm = LogHistogram()
    private var cold = LogHistogram()
    private let meanWarm: Double
    private let meanCold: Double
    /// As billed: what rounding up to whole milliseconds adds comes of the draws.
    private var billedWarm: Double
    private var billedCold: Double
    /// The share of init phases that take longer than Lambda lets them.
    private(set) var tooLong = 0.0

    init(_ workload: Workload, seed: UInt64) {
        var random = SeededRandom(seed: seed)
        meanWarm = workload.duration.mean
        billedWarm = meanWarm
        switch workload.coldStart {
        case .delays(let delays):
            billedCold = (workload.firstDuration ?? workload.duration).mean + delays.start.mean
            meanCold = billedCold + delays.preparation.mean
        case .replaced(let law):
            meanCold = law.mean
            billedCold = meanCold
        }
        for _ in 0..<Self.draws {
            let handler = workload.duration.sample(&random)
            var (latency, billed) = (handler, handler)
            switch workload.coldStart {
            case .delays(let delays):
                let start = delays.start.sample(&random)
                if start > Simulation.initLimit { tooLong += 1 / Double(Self.draws) }
                billed = (workload.firstDuration ?? workload.duration).sample(&random) + start
                latency = billed + delays.preparation.sample(&random)
            case .replaced(let law):
                latency = law.sample(&random)
                billed = latency
            }
            warm.record(handler)
            cold.record(latency)
            billedWarm += Self.roundedUp(handler) / Double(Self.draws)
            billedCold += Self.roundedUp(billed) / Double(Self.draws)
        }
    }

    /// What is added, in seconds.
    private static func roundedUp(_ seconds: Double) -> Double {
        Double(BilledDuration.milliseconds(duration: seconds * 1_000)) / 1_000 - seconds
    }

    func mean(coldShare: Double) -> Double { meanWarm + coldShare * (meanCold - meanWarm) }

    /// Of an invocation, in seconds.
    func billed(coldShare: Double) -> Double { billedWarm + coldShare * (billedCold - billedWarm) }

    /// The latency that the share of invocations do not exceed, in seconds.
    func quantile(_ share: Double, coldShare: Double) -> Double {
        guard coldShare > 0 else { return warm.quantile(share) ?? 0 }
        // Between the two laws' own, for a mixture lies between its parts.
        let ends = [warm.quantile(share) ?? 0, cold.quantile(share) ?? 0]
        var (low, high) = (min(ends[0], ends[1]), max(ends[0], ends[1]))
        for _ in 0..<60 {
            let middle = (low + high) / 2
            if self.share(upTo: middle, coldShare) < share { low = middle } else { high = middle }
        }
        return high
    }

    private func share(upTo value: Double, _ coldShare: Double) -> Double {
        let draws = Double(Self.draws)
        return (1 - coldShare) * warm.count(upTo: value) / draws + coldShare * cold.count(upTo: value) / draws
    }
}
