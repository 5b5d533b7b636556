import JSON
import ServiceKit
import Storage
import Time

/// Deletes the events that archives have kept for as many days as they are to, once an hour while there are such
/// archives; 0 days are for ever.
extension EventBridge {
    private static let pause = Duration.seconds(3_600)

    func trimArchives() {
        if !retentions.isEmpty { trimArchives(at: context.time.now) }
    }

    private func trimArchives(at instant: Timestamp) {
        retentionAlarm.set(at: instant) { [weak self] in self?.trim() }
    }

    private func trim() {
        let (now, retentions) = (context.time.now, retentions)
        guard !retentions.isEmpty else { return }
        context.database.write { connection in
            for (archive, days) in retentions {
                let horizon = now - .seconds(86_400) * days
                try connection.run(
                    "DELETE FROM events_archived WHERE archive = ? AND time < ?",
                    .text(archive),
                    .integer(horizon.nanosecondsSinceEpoch)
                )
            }
        } completion: { [weak self] (_: Result<Void, any Error>) in
            self?.trimArchives(at: now + Self.pause)
        }
    }

    /// How many days the archives keep events that do not keep them for ever, as the events in the store name them.
    private var retentions: [(archive: String, days: Int)] {
        let documents = documents.current
        return documents.regions(of: Kind.archive).flatMap { region in
            documents.all(.init(Kind.archive, region)).compactMap { name, archive in
                let days = archive["RetentionDays"]?.intValue ?? 0
                return days > 0 ? ("\(region)/\(name)", min(days, 36_500)) : nil
            }
        }
    }
}
