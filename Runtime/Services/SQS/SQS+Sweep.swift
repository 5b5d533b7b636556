import ServiceKit
import Storage
import Time

/// Deletes messages that queues have kept for long enough, once a minute, and those of queues that were purged or
/// deleted, as fast as other writes let it. Does nothing while there is nothing to delete.
extension SQS {
    private static let pause = Duration.seconds(60)

    func sweep(at instant: Timestamp) {
        sweepAlarm.set(at: instant) { [weak self] in self?.sweep() }
    }

    private func sweep() {
        context.database.write { [weak self] connection in
            guard let self else { throw StorageError.closed }
            if try EndedSpaces.sweep(connection) { return (changes: QueueChanges(), isDone: false) }
            var (writer, isDone) = (MessageWriter(self, connection), true)
            for queue in catalogue.all where queue.activity.counts.all > 0 {
                if try writer.expire(queue) { isDone = false }
            }
            return (changes: writer.changes, isDone: isDone)
        } completion: { [weak self] (result: Result<(changes: QueueChanges, isDone: Bool), any Error>) in
            guard let self else { return }
            switch result {
            case .success(let outcome):
                outcome.changes.apply(self)
                if !outcome.isDone { return sweep(at: context.time.now) }
                if catalogue.all.contains(where: { $0.activity.counts.all > 0 }) {
                    sweep(at: context.time.now + Self.pause)
                }
            case .failure(StorageError.closed): return
            case .failure: sweep(at: context.time.now + Self.pause)
            }
        }
    }

    /// Sees to it that what was sent is deleted one day.
    func keepSwept() { sweep(at: context.time.now + Self.pause) }
}
