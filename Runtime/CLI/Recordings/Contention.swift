import Recording
import Simulator
import Time

#if canImport(Glibc)
    import Glibc
#endif

/// How the invocations of a recording have slowed one another down, sharing processors.
///
/// The recording tells how many were under way at each moment, so that a way of sharing says how much work each had got done
/// when it ended, and how fast it was then. Taken is the way under which it was most likely that they ended when they did,
/// where the work of an invocation follows a log-normal law.
struct Contention {
    /// `nil`: invocations did not slow one another down.
    let sharing: ProcessorSharing?
    private let course: Course

    private static let evennesses = [2, 3, 5, Double.infinity]
    /// How much more likely, as a logarithm, it must be than that none slows down another: chance does that for one
    /// recording in a thousand.
    private static let leastGain = 7.0

    init(_ run: RecordedRun) {
        let served = run.served
        var course = Course(served)
        // Cold starts follow a law of their own.
        let warm = served.indices.filter { served[$0].decision == .warm && !served[$0].isOverTime }
        let alone = ProcessorSharing(cores: .infinity)
        var (best, gain) = (alone, Self.leastGain)
        let plain = course.likelihood(of: alone, warm)
        for evenness in Self.evennesses where !warm.isEmpty {
            let cores = Self.highest(between: 0, and: log(4 * Double(course.most))) {
                course.likelihood(of: ProcessorSharing(cores: exp($0), evenness: evenness), warm)
            }
            let sharing = ProcessorSharing(cores: exp(cores), evenness: evenness)
            let likelihood = course.likelihood(of: sharing, warm)
            if likelihood - plain > gain { (best, gain) = (sharing, likelihood - plain) }
        }
        course.share(best)
        self.course = course
        sharing = best == alone ? nil : best
    }

    /// The seconds that what happened between two moments would have taken alone.
    func work(from start: Timestamp, to end: Timestamp) -> Double { course.work(from: start, to: end) }

    /// Where a function that rises and then falls is highest (by the golden section).
    private static func highest(between low: Double, and high: Double, _ function: (Double) -> Double) -> Double {
        let part = (5.0.squareRoot() - 1) / 2
        var (low, high) = (low, high)
        var (left, right) = (high - part * (high - low), low + part * (high - low))
        var (atLeft, atRight) = (function(left), function(right))
        while high - low > 0.002 {
            if atLeft > atRight {
                (high, right, atRight) = (right, left, atLeft)
                left = high - part * (high - low)
                atLeft = function(left)
            } else {
                (low, left, atLeft) = (left, right, atRight)
                right = low + part * (high - low)
                atRight = function(right)
            }
        }
        return (low + high) / 2
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
    /// By how many there are.
    private var speeds: [Double] = []

    init(_ served: [RecordedRun.Invocation]) {
        origin = served.first?.arrived ?? Timestamp(nanosecondsSinceEpoch: 0)
        spans = Array(repeating: (0, 0), count: served.count)
        let changes = served.enumerated().flatMap { index, invocation in
            let start = (invocation.arrived - origin).inSeconds
            return [(start, 1, index), (start + max(0, invocation.latency ?? 0), -1, index)]
        }
        var count = 0
        for (time, step, index) in changes.sorted(by: { ($0.0, -$0.1) < ($1.0, -$1.1) }) {
            count += step
            if step > 0 { spans[index].start = times.count } else { spans[index].end = times.count }
            times.append(time)
            counts.append(count)
        }
        progress = Array(repeating: 0, count: times.count)
    }

    /// The most that were under way at once.
    var most: Int { counts.max() ?? 1 }

    /// Supposes that processors are shared so.
    mutating func share(_ sharing: ProcessorSharing) {
        speeds = (0...most).map(sharing.speed)
        for index in times.indices.dropFirst() {
            let passed = times[index] - times[index - 1]
            progress[index] = progress[index - 1] + passed * speeds[counts[index - 1]]
        }
    }

    /// How likely it is, as a logarithm and up to what is always the same, that these invocations ended when they did if
    /// processors are shared so.
    mutating func likelihood(of sharing: ProcessorSharing, _ invocations: [Int]) -> Double {
        share(sharing)
        var (sum, squares, speed) = (0.0, 0.0, 0.0)
        for invocation in invocations {
            let (start, end) = spans[invocation]
            let work = log(max(1e-6, progress[end] - progress[start]))
            sum += work
            squares += work * work
            // Just before it ended.
            speed += log(speeds[counts[end] + 1])
        }
        let count = Double(invocations.count)
        // What takes always the same is known to a thousandth.
        let variance = max(1e-6, squares / count - sum / count * (sum / count))
        return speed - sum - count * log(variance) / 2
    }

    func work(from start: Timestamp, to end: Timestamp) -> Double { progress(at: end) - progress(at: start) }

    private func progress(at moment: Timestamp) -> Double {
        let time = (moment - origin).inSeconds
        var (low, high) = (0, times.count)
        while low < high {
            let middle = (low + high) / 2
            if times[middle] <= time { low = middle + 1 } else { high = middle }
        }
        guard low > 0 else { return time }
        return progress[low - 1] + (time - times[low - 1]) * speeds[counts[low - 1]]
    }
}
