import Recording
import Simulator
import Time

/// How many wanted a processor at each moment of a recording, told by how long each process computed and how long it waited
/// for that.
struct ProcessorLoad {
    /// What a process did without a break, in seconds since the first arrival.
    private struct Stretch {
        let start: Double
        let end: Double
        let computed: Double
        let queued: Double

        /// For which part of the time it wanted a processor.
        var demand: Double { end > start ? min(1, (computed + queued) / (end - start)) : 0 }
    }

    private let stretches: [Stretch]
    /// At each change: when, how many wanted a processor from then on, and the integral of that until then.
    private var times: [Double] = []
    private var demands: [Double] = []
    private var integrals: [Double] = []

    init(_ run: RecordedRun) {
        let origin = run.invocations.first?.arrived ?? Timestamp(nanosecondsSinceEpoch: 0)
        stretches = run.served.flatMap { invocation -> [Stretch] in
            guard let ended = invocation.ended, let completion = invocation.completion else { return [] }
            let end = (ended - origin).inSeconds
            let handled = end - completion.milliseconds / 1_000
            let began = handled - (completion.initMilliseconds ?? 0) / 1_000
            let parts = [(began, handled, completion.initProcessing), (handled, end, completion.processing)]
            return parts.compactMap { start, end, processing in
                processing.map {
                    Stretch(
                        start: start,
                        end: end,
                        computed: $0.milliseconds / 1_000,
                        queued: $0.queuedMilliseconds / 1_000
                    )
                }
            }
        }
        let changes = stretches.flatMap { [($0.start, $0.demand), ($0.end, -$0.demand)] }
        var demand = 0.0
        for (time, change) in changes.sorted(by: { $0.0 < $1.0 }) {
            integrals.append((integrals.last ?? 0) + demand * (time - (times.last ?? time)))
            demand += change
            times.append(time)
            demands.append(demand)
        }
    }

    /// How the processors were shared: so many others computed besides that all together waited as long as they did.
    func sharing(processors: Int) -> ProcessorSharing {
        let wanted = stretches.reduce(0) { $0 + $1.computed + $1.queued }
        let met = stretches.map { (computed: $0.computed, company: company(of: $0)) }
        func takes(_ others: Double) -> Double {
            met.reduce(0) { $0 + $1.computed * max(1, (1 + $1.company + others) / Double(processors)) }
        }
        var (low, high) = (0.0, 100.0)
        while high - low > 0.001 {
            let middle = (low + high) / 2
            if takes(middle) < wanted { low = middle } else { high = middle }
        }
        return ProcessorSharing(cores: Double(processors), others: low)
    }

    /// How many wanted a processor between two moments, on average.
    private func demand(from start: Double, to end: Double) -> Double {
        end > start ? (integral(until: end) - integral(until: start)) / (end - start) : 0
    }

    /// How many others of the recording wanted a processor meanwhile, on average.
    private func company(of stretch: Stretch) -> Double {
        max(0, demand(from: stretch.start, to: stretch.end) - stretch.demand)
    }

    private func integral(until time: Double) -> Double {
        var (low, high) = (0, times.count)
        while low < high {
            let middle = (low + high) / 2
            if times[middle] <= time { low = middle + 1 } else { high = middle }
        }
        return low > 0 ? integrals[low - 1] + (time - times[low - 1]) * demands[low - 1] : 0
    }
}
