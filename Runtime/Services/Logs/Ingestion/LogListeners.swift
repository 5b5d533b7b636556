import Dispatch
import ServiceKit
import Storage
import Synchronization

/// The filters of all groups, and the metrics that lines carry themselves: told of every batch once it is stored, on a
/// thread of their own, batch after batch.
final class LogListeners: Sendable {
    /// By the number of the group.
    private let filters = Mutex<[Int: GroupFilters]>([:])
    private let tails: LiveTails
    private let thread = DispatchQueue(label: "hearth.logs.filters")

    init(_ tails: LiveTails) { self.tails = tails }

    struct GroupFilters: Sendable {
        var subscriptions: [SubscriptionFilter] = []
        var metrics: [MetricFilter] = []
    }

    func load(_ database: Database) throws {
        let all = try database.readAndWait { try FilterStore($0).all() }
        filters.withLock { $0 = all }
    }

    /// Follows a change within its write.
    func reload(_ connection: Connection) throws {
        let all = try FilterStore(connection).all()
        filters.withLock { $0 = all }
    }

    func tell(_ batches: [AppendedBatch], _ context: ServiceContext, then handled: @escaping @Sendable () -> Void) {
        thread.async { [self] in
            for batch in batches { tell(batch, context) }
            handled()
        }
    }

    /// Returns when all that was told has been handled.
    func wait() { thread.sync {} }

    private func tell(_ batch: AppendedBatch, _ context: ServiceContext) {
        for (_, chunk) in batch.chunks { EmbeddedMetrics.record(chunk, context.metrics) }
        let filters = filters.withLock { $0[batch.group.number] }
        guard filters != nil || tails.areThere else { return }
        let lines = batch.lines
        tails.tell(lines, of: batch)
        guard let filters else { return }
        for filter in filters.metrics { filter.record(lines, context.metrics) }
        for filter in filters.subscriptions { filter.deliver(lines, of: batch, context) }
    }
}
