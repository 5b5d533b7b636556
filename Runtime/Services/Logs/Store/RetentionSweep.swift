import ServiceKit
import Storage
import Synchronization
import Time

/// Removes events that are older than their groups keep them: every hour, as long as any group says how long that is.
/// What is too old is not read any more in the meantime.
final class RetentionSweep: Sendable {
    private static let interval = Duration.seconds(3_600)

    private let context: ServiceContext
    private let alarm: Alarm

    init(_ context: ServiceContext) {
        self.context = context
        alarm = Alarm(context.time)
    }

    /// Sweeps from now on.
    func begin() {
        alarm.set(at: context.time.now + Self.interval) { [weak self] in self?.sweep() }
    }

    private func sweep() {
        let now = context.time.now
        context.database.write { connection in
            try Self.sweep(connection, now)
        } completion: { [weak self] result in
            if (try? result.get()) ?? true { self?.begin() }
        }
    }

    /// Returns whether there is any group that says how long it keeps events.
    static func sweep(_ connection: Connection, _ now: Timestamp) throws -> Bool {
        var horizons: [(group: Int, horizon: Int64)] = []
        try connection.query("SELECT number, retention FROM logs_group WHERE retention IS NOT NULL", []) { row in
            horizons.append((row.integer(0), now.millisecondsSinceEpoch - Int64(row.integer(1)) * 86_400_000))
            return true
        }
        for (group, horizon) in horizons {
            try connection.run(
                "DELETE FROM logs_chunk WHERE log_group = ? AND last < ?",
                .integer(group),
                .integer(horizon)
            )
        }
        return !horizons.isEmpty
    }
}
