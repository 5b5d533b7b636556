/// Processors that all who compute share alike, each having one of them at most (processor sharing).
///
/// All get on at the same speed. So one clock that runs at that speed tells when each is done: when it shows what it showed as
/// the work began, and the work more. Who comes and goes changes the speed of the clock and nothing else. Networks share
/// their lines fairly by such a clock (Parekh and Gallager 1993, "A Generalized Processor Sharing Approach to Flow Control").
struct SharedProcessors: Sendable {
    private let sharing: ProcessorSharing
    /// By how many there are.
    private var speeds = [1.0]
    /// By what the clock shows when their work is done.
    private var underWay = EventHeap()
    /// In nanoseconds of work.
    private var clock = 0.0
    /// When it showed that.
    private var last: Int64 = 0

    init(_ sharing: ProcessorSharing) { self.sharing = sharing }

    private mutating func advance(to now: Int64) {
        // Small numbers are exact ones.
        clock = underWay.count == 0 ? 0 : clock + Double(now - last) * speeds[underWay.count]
        last = now
    }

    /// Someone begins to compute; `work` is what it takes on a processor of its own, in nanoseconds.
    mutating func begin(_ subject: Int, work: Int64, at now: Int64) {
        advance(to: now)
        let (end, overflow) = Int64(clock.rounded()).addingReportingOverflow(work)
        underWay.push(Event(.computed, subject, at: overflow ? .max : end))
        if underWay.count == speeds.count { speeds.append(sharing.speed(of: underWay.count)) }
    }

    /// Someone whose work is done at `now`, to the nanosecond; they take turns until it is `nil`.
    mutating func end(at now: Int64) -> Int? {
        advance(to: now)
        guard let first = underWay.first, Double(first.time) <= clock + 0.5 else { return nil }
        underWay.removeFirst()
        return first.subject
    }

    /// Someone stops before the work is done.
    mutating func stop(_ subject: Int, at now: Int64) {
        advance(to: now)
        underWay.remove(subject)
    }

    /// When the next one is done if nobody comes or goes before.
    var nextEnd: Int64? {
        guard let first = underWay.first else { return nil }
        let wait = max(0, (Double(first.time) - clock) / speeds[underWay.count])
        let (end, overflow) = last.addingReportingOverflow(wait < 9e18 ? Int64(wait.rounded(.up)) : .max)
        return overflow ? .max : end
    }
}
