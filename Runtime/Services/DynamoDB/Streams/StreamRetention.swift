import ServiceKit
import Storage
import Time

/// Removes what streams have held for long enough. Does nothing until then: it knows when the oldest record was written.
extension DynamoDB {
    /// Records that one transaction removes, so that requests need not wait long for it.
    private static let trimmedAtOnce = 2000
    /// Records that come of age one after another are removed together.
    private static let pause = Duration.seconds(60)

    /// Sees to it that records which have just been written are removed in time.
    func retainStreams() { trimStreams(at: context.time.now + Stream.retention) }

    func trimStreams(at instant: Timestamp) {
        retentionAlarm.set(at: instant) { [weak self] in self?.trimStreams() }
    }

    private func trimStreams() {
        let (account, now) = (context.account, context.time.now)
        context.database.write(.alone) { connection in
            var next: Timestamp?
            var gone: [Stream] = []
            for stream in try Stream.all(account, connection) {
                guard stream.isRetained(at: now) else {
                    try stream.drop(connection)
                    gone.append(stream)
                    continue
                }
                let trim = try stream.trim(at: now, limit: Self.trimmedAtOnce, connection)
                let instants = [next, trim, stream.ended.map { $0 + Stream.retention }]
                next = instants.compactMap { $0 }.min()
            }
            return (next, gone)
        } completion: { [weak self] (result: Result<(Timestamp?, [Stream]), any Error>) in
            self?.haveTrimmed(result, at: now)
        }
    }

    private func haveTrimmed(_ result: Result<(Timestamp?, [Stream]), any Error>, at now: Timestamp) {
        switch result {
        case .success((let next, let gone)):
            for stream in gone { catalogue.forget(stream) }
            guard let next else { return }
            trimStreams(at: next <= now ? now : max(next, now + Self.pause))
        case .failure(StorageError.closed): return
        case .failure: trimStreams(at: now + Self.pause)
        }
    }
}
