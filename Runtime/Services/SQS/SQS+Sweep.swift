import ServiceKit
import Storage
import Time

/// Deletes messages that queues have kept for long enough, when their time is over, and those of queues that were purged
/// or deleted, as fast as other writes let it. Looks every minute at queues with messages that cannot be received, whose
/// time may be over when they can. Does nothing while there is nothing to delete.
extension SQS {
    private static let pause = Duration.seconds(60)
    private static let longestPause = Duration.seconds(3_600)

    func sweep(at instant: Timestamp) {
        sweepAlarm.set(at: instant) { [weak self] in self?.sweep() }
    }

    private func sweep() {
        context.database.write { [weak self] connection in
            guard let self else { throw StorageError.closed }
            let now = context.time.now
            if try EndedSpaces.sweep(connection) { return (changes: QueueChanges(), next: now) }
            var (writer, next) = (MessageWriter(self, connection), now + Self.longestPause)
            for queue in catalogue.all where queue.activity.counts.all > 0 {
                next = min(next, try writer.expire(queue) ?? next)
            }
            return (changes: writer.changes, next: next)
        } completion: { [weak self] (result: Result<(changes: QueueChanges, next: Timestamp), any Error>) in
            guard let self else { return }
            switch result {
            case .success(let outcome):
                outcome.changes.apply(self)
                sweepAgain(outcome.next)
            case .failure(StorageError.closed): return
            case .failure: sweep(at: context.time.now + Self.pause)
            }
        }
    }

    private func sweepAgain(_ next: Timestamp) {
        let now = context.time.now
        if next <= now { return sweep(at: now) }
        let counts = catalogue.all.map(\.activity.counts)
        guard counts.contains(where: { $0.all > 0 }) else { return }
        let isWaiting = counts.contains { $0.delayed + $0.inFlight > 0 }
        sweep(at: isWaiting ? min(next, now + Self.pause) : next)
    }

    /// Sees to it that what was sent is deleted one day.
    func keepSwept() { sweep(at: context.time.now + Self.pause) }
}
