import Recording
import Time

#if canImport(Glibc)
    import Glibc
#endif

/// How the invocations of a recording have slowed one another down, sharing processors alike.
///
/// The recording tells how many were under way at each moment, so that a number of processors says how much of its work each
/// had got done by then. The number is the one with which the work of an invocation does not depend on how many were there
/// when it came: who comes does not know.
struct Contention {
    /// `nil`: invocations did not slow one another down.
    let cores: Double?
    private let course: Course

    /// What chance alone does one time in ten thousand.
    private static let significance = 3.7

    init(_ run: RecordedRun) {
        var course = Course(run.served)
        // A cold start comes when many are there, and takes longer for itself.
        let warm = run.served.indices.filter { run.served[$0].decision == .warm }
        let crowds = warm.map { log(Double(course.crowd(at: $0))) }
        func dependence(_ cores: Double) -> Double {
            course.share(cores)
            return Self.correlation(crowds, warm.map { log(max(1e-6, course.work(of: $0))) })
        }
        var (low, high) = (1.0, Double(course.most))
        let plain = dependence(high)
        if plain * Double(warm.count).squareRoot() < Self.significance {
            (cores, self.course) = (nil, course)
            return
        }
        while high / low > 1.001 {
            let middle = (low * high).squareRoot()
            if dependence(middle) > 0 { high = middle } else { low = middle }
        }
        course.share(low)
        (cores, self.course) = (low, course)
    }

    /// The seconds that what happened between two moments would have taken alone.
    func work(from start: Timestamp, to end: Timestamp) -> Double { course.work(from: start, to: end) }

    /// 0 where one of them does not vary.
    private static func correlation(_ first: [Double], _ second: [Double]) -> Double {
        let count = Double(first.count)
        let (meanFirst, meanSecond) = (first.reduce(0, +) / count, second.reduce(0, +) / count)
        var (both, squaresFirst, squaresSecond) = (0.0, 0.0, 0.0)
        for (one, other) in zip(first, second) {
            both += (one - meanFirst) * (other - meanSecond)
            squaresFirst += (one - meanFirst) * (one - meanFirst)
            squaresSecond += (other - meanSecond) * (other - meanSecond)
        }
        let scale = (squaresFirst * squaresSecond).squareRoot()
        return scale > 0 ? both / scale : 0
    }
}

/// How many invocations were under way over time, and how much work each of them got done.
private struct Course {
    private let origin: Timestamp
    /// At each change: when, how many are under way from then on, and what someone there all the time has got done by then,
    /// in seconds.
    private var times: [Double] = []
    private var counts: [Int] = []
    private var progress: [Double] = []
    /// The changes with which each invocation came and went.
    private var spans: [(start: Int, end: Int)]
    private var cores = Double.infinity

    init(_ served: [RecordedRun.Invocation]) {
        origin = served.first?.arrived ?? Timestamp(nanosecondsSinceEpoch: 0)
        spans = Array(repeating: (0, 0), count: served.count)
        let changes = served.enumerated().flatMap { index, invocation in
            let start = (invocation.arrived - origin).inSeconds
            return [(start, 1, index), (start + max(0, invocation.latency ?? 0), -1, index)]
        }
        var count = 0
        for (time, step, index) in changes.sorted(by: { ($0.0, $0.1) < ($1.0, $1.1) }) {
            count += step
            if step > 0 { spans[index].start = times.count } else { spans[index].end = times.count }
            times.append(time)
            counts.append(count)
        }
        share(.infinity)
    }

    /// Supposes so many processors.
    mutating func share(_ cores: Double) {
        self.cores = cores
        progress = [0]
        for index in times.indices.dropFirst() {
            progress.append(progress[index - 1] + (times[index] - times[index - 1]) * speed(from: index - 1))
        }
    }

    private func speed(from index: Int) -> Double { min(1, cores / Double(max(1, counts[index]))) }

    var most: Int { counts.max() ?? 1 }

    /// How many are under way when an invocation has come, itself included.
    func crowd(at invocation: Int) -> Int { counts[spans[invocation].start] }

    /// From its arrival to its end.
    func work(of invocation: Int) -> Double { progress[spans[invocation].end] - progress[spans[invocation].start] }

    func work(from start: Timestamp, to end: Timestamp) -> Double { progress(at: end) - progress(at: start) }

    private func progress(at moment: Timestamp) -> Double {
        let time = (moment - origin).inSeconds
        var (low, high) = (0, times.count)
        while low < high {
            let middle = (low + high) / 2
            if times[middle] <= time { low = middle + 1 } else { high = middle }
        }
        guard low > 0 else { return time }
        return progress[low - 1] + (time - times[low - 1]) * speed(from: low - 1)
    }
}
