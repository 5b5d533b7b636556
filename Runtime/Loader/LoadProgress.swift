import Time

/// How far a load is.
package struct LoadProgress: Hashable, Sendable {
    package enum Stage: String, Hashable, Sendable {
        /// Reads what the tables and the file hold before anything is written.
        case preparing
        case writing
        /// Brings the counters of the books in line with the ratings.
        case counting
        /// Makes what recommendations are calculated from.
        case comparing
        /// Makes the search index.
        case indexing
    }

    package var stage: Stage
    /// Rows read, books counted or items of the index written in this stage.
    package var done: Int
    /// How much of the stage is done, 0 … 1; `nil` where nobody knows.
    package var fraction: Double?
    /// `done` for each second of this stage.
    package var perSecond: Double
}

/// Tells how far a load is, ten times a second at most.
final class ProgressReporter {
    private static let interval = Duration.milliseconds(100)

    private let time: any TimeSource
    private let report: (LoadProgress) -> Void
    private var stage = LoadProgress.Stage.preparing
    private var start: Timestamp
    private var last: Timestamp
    private var done = 0

    init(time: any TimeSource, report: @escaping (LoadProgress) -> Void) {
        self.time = time
        self.report = report
        start = time.now
        last = start
    }

    /// Begins a stage, and tells that the one before is done.
    func enter(_ next: LoadProgress.Stage) {
        if next != stage { finish() }
        stage = next
        start = time.now
        last = start
        done = 0
        report(LoadProgress(stage: stage, done: 0, fraction: 0, perSecond: 0))
    }

    func advance(to done: Int, fraction: @autoclosure () -> Double?) {
        self.done = done
        let now = time.now
        guard now - last >= Self.interval else { return }
        last = now
        report(progress(fraction(), now))
    }

    func finish() { report(progress(1, time.now)) }

    private func progress(_ fraction: Double?, _ now: Timestamp) -> LoadProgress {
        let seconds = (now - start).inSeconds
        let rate = seconds > 0 ? Double(done) / seconds : 0
        return LoadProgress(stage: stage, done: done, fraction: fraction, perSecond: rate)
    }
}
