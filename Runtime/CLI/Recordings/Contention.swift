import Recording
import Time

#if canImport(Glibc)
    import Glibc
#endif

/// How much the invocations of a recording have slowed one another down, sharing a few processors.
///
/// Where more are under way than there are processors, each takes longer in proportion. The number of processors is the one
/// with which the durations, freed of that, vary least; none where that explains too little.
struct Contention {
    /// `nil`: invocations did not slow one another down.
    let cores: Double?
    /// By how much each invocation took longer, in the order of those that were served.
    let slowdowns: [Double]

    private static let candidates: [Double] = [
        0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64,
    ]
    /// The share of the variance that contention must explain.
    private static let leastExplained = 0.05

    init(_ run: RecordedRun) {
        let served = run.served
        let crowds = Self.crowds(served)
        let times = served.map { log(max(1e-6, ($0.completion?.milliseconds ?? 0) / 1_000)) }
        let plain = Self.variance(times)
        let best = Self.candidates
            .map { cores in (cores, Self.variance(zip(times, crowds).map { $0 - log(max(1, $1 / cores)) })) }
            .min { $0.1 < $1.1 }
        cores = best.flatMap { $0.1 < plain * (1 - Self.leastExplained) ? $0.0 : nil }
        slowdowns = crowds.map { [cores] crowd in cores.map { max(1, crowd / $0) } ?? 1 }
    }

    /// The mean number of invocations under way while each ran, itself included.
    private static func crowds(_ served: [RecordedRun.Invocation]) -> [Double] {
        guard let first = served.first?.arrived else { return [] }
        let spans = served.map { invocation in
            let start = (invocation.arrived - first).inSeconds
            return (start: start, end: start + max(1e-6, invocation.latency ?? 0))
        }
        // At each change, how many are under way from then on, and the sum of that over time up to then.
        let changes = (spans.map { ($0.start, 1) } + spans.map { ($0.end, -1) }).sorted { $0.0 < $1.0 }
        var course: [(time: Double, count: Int, sum: Double)] = []
        for (time, step) in changes {
            let last = course.last ?? (time, 0, 0)
            let sum = last.sum + Double(last.count) * (time - last.time)
            course.append((time, last.count + step, sum))
        }
        return spans.map { span in
            (sum(upTo: span.end, course) - sum(upTo: span.start, course)) / (span.end - span.start)
        }
    }

    private static func sum(upTo time: Double, _ course: [(time: Double, count: Int, sum: Double)]) -> Double {
        var (low, high) = (0, course.count)
        while low < high {
            let middle = (low + high) / 2
            if course[middle].time <= time { low = middle + 1 } else { high = middle }
        }
        guard low > 0 else { return 0 }
        let point = course[low - 1]
        return point.sum + Double(point.count) * (time - point.time)
    }

    private static func variance(_ values: [Double]) -> Double {
        guard values.count > 1 else { return 0 }
        let mean = values.reduce(0, +) / Double(values.count)
        return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)
    }
}
