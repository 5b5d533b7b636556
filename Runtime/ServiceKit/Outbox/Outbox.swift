import Dispatch
import JSON
import Storage
import Synchronization
import Time
import Wire

/// What a service has promised to deliver. What a receiver can take in the transaction that promises it, it has with that.
/// Of the rest an entry is written in the transaction, and is gone once the receiver has it or it is given up, so that
/// everything is delivered at least once, whenever the process dies.
package final class Outbox: Sendable {
    package struct Entry: Sendable {
        let id: Int
        let first: Timestamp
        let retries: Int
        let outgoing: OutgoingDelivery
    }

    /// What a transaction has promised, for when it is durable.
    package struct Promise: Sendable {
        private(set) var entries: [Entry] = []
        private(set) var taken: [OutgoingDelivery] = []
        private(set) var committed: [@Sendable () -> Void] = []

        package init() {}

        package var isEmpty: Bool { entries.isEmpty && taken.isEmpty }

        package static func += (one: inout Promise, other: Promise) {
            one.entries += other.entries
            one.taken += other.taken
            one.committed += other.committed
        }

        fileprivate init(
            _ outgoing: [OutgoingDelivery],
            _ taken: TakenDeliveries,
            insert: (OutgoingDelivery) throws -> Entry
        ) rethrows {
            for (place, outgoing) in outgoing.enumerated() {
                if taken.places.contains(place) {
                    self.taken.append(outgoing)
                } else {
                    entries.append(try insert(outgoing))
                }
            }
            if !taken.places.isEmpty { committed = [taken.committed] }
        }
    }

    /// What an attempt to deliver has come to.
    package enum Outcome: Sendable, Hashable {
        case delivered
        /// There will be another attempt.
        case postponed
        /// There is no dead-letter queue.
        case lost
        case buried
        /// The dead-letter queue refused it.
        case unburied
    }

    private struct State {
        /// Handed to a receiver or about to be, until the store has heard the outcome.
        var underWay: Set<Int> = []
        /// Outcomes that wait for the next transaction.
        var outcomes: [OutboxOutcome] = []
        var isWriting = false
        /// Some entries that are due have been left in the store.
        var hasMore = false
    }

    /// Entries under way at once; others wait in the store.
    private static let limit = 4_096

    private let store: OutboxStore
    private let context: ServiceContext
    private let alarm: Alarm
    private let observe: @Sendable ([OutgoingDelivery], Outcome) -> Void
    private let state = Mutex(State())
    /// Receivers are called here, not where requests come in.
    private let worker: DispatchQueue

    /// What makes the table: one of the service's migrations.
    package static func migration(_ name: String, table: String) -> Migration {
        OutboxStore(table: table).migration(name)
    }

    /// `observe` hears of every attempt, on any thread, and must not block.
    package init(
        table: String,
        _ context: ServiceContext,
        observe: @escaping @Sendable ([OutgoingDelivery], Outcome) -> Void = { _, _ in }
    ) {
        self.observe = observe
        store = OutboxStore(table: table)
        self.context = context
        alarm = Alarm(context.time)
        worker = DispatchQueue(label: "hearth.\(table)")
    }

    /// Writes what is promised. `send` follows once the transaction is durable.
    package func insert(_ outgoing: [OutgoingDelivery], _ connection: Connection) throws -> Promise {
        let now = context.time.now
        let taken = try context.deliveries.take(
            outgoing.map { AddressedDelivery(delivery: $0.delivery, resource: $0.target) },
            in: SendersTransaction(database: context.database, connection: connection)
        )
        return try Promise(outgoing, taken) { outgoing in
            let id = try store.insert(outgoing, at: now, connection)
            return Entry(id: id, first: now, retries: 0, outgoing: outgoing)
        }
    }

    /// Keeps a promise that is durable. `completion` comes, on any thread, when what is for the services that are `awaited`
    /// has been tried once.
    package func send(
        _ promise: Promise,
        awaiting awaited: Set<String> = [],
        completion: @escaping @Sendable () -> Void = {}
    ) {
        for committed in promise.committed { committed() }
        if !promise.taken.isEmpty { observe(promise.taken, .delivered) }
        send(promise.entries, awaiting: awaited, completion: completion)
    }

    /// Hands entries to their receivers, or leaves them for later when very many are under way.
    private func send(
        _ entries: [Entry],
        awaiting awaited: Set<String> = [],
        completion: @escaping @Sendable () -> Void = {}
    ) {
        if entries.isEmpty { return completion() }
        let accepted = state.withLock { state -> [Entry] in
            let fresh = entries.filter { !state.underWay.contains($0.id) }
            let accepted = Array(fresh.prefix(max(0, Self.limit - state.underWay.count)))
            state.underWay.formUnion(accepted.map(\.id))
            if accepted.count < fresh.count { state.hasMore = true }
            return accepted
        }
        let attempts = FirstAttempts(accepted.count { awaited.contains($0.outgoing.target.service) }, completion)
        worker.async { [self] in
            for entry in accepted {
                let isAwaited = awaited.contains(entry.outgoing.target.service)
                deliver(entry, isAwaited ? attempts : nil)
            }
        }
    }

    /// Takes up what the store holds: at the start, and when something falls due.
    package func resume() {
        let now = context.time.now
        let skipped = state.withLock { state in
            state.hasMore = false
            return state.underWay
        }
        context.database.read { [self] connection in
            guard let connection = try? connection.get(),
                let due = try? store.due(now, besides: skipped, limit: Self.limit, connection)
            else { return }
            send(due)
            if due.count == Self.limit { state.withLock { $0.hasMore = true } }
            if let next = try? store.nextDue(after: now, connection) { wake(at: next) }
        }
    }

    /// Whether nothing is on its way to a receiver now.
    package var isIdle: Bool { state.withLock { $0.underWay.isEmpty } }

    /// Forgets everything; for a reset, in its transaction.
    package func removeAll(_ connection: Connection) throws { try store.removeAll(connection) }

    private func wake(at instant: Timestamp) {
        alarm.set(at: instant) { [weak self] in self?.resume() }
    }

    // MARK: Outcomes

    private func deliver(_ entry: Entry, _ attempts: FirstAttempts?) {
        let outgoing = entry.outgoing
        context.deliveries.deliver(outgoing.delivery, to: outgoing.target) { [self] result in
            attempts?.end()
            switch result {
            case .success:
                observe([outgoing], .delivered)
                finish(.done(entry.id))
            case .failure(let error): failed(entry, error)
            }
        }
    }

    private func failed(_ entry: Entry, _ error: AWSError) {
        let outgoing = entry.outgoing
        let policy = DeliveryRetryPolicy(
            maximumRetryAttempts: outgoing.maximumRetryAttempts,
            maximumEventAge: outgoing.maximumEventAge,
            pauses: outgoing.pauses
        )
        let decision = policy.decision(
            after: error,
            retries: entry.retries,
            first: entry.first,
            now: context.time.now,
            random: context.ids.next()
        )
        switch decision {
        case .retry(let instant):
            observe([outgoing], .postponed)
            finish(.retry(entry.id, at: instant, retries: entry.retries + 1))
        case .giveUp(let condition): bury(entry, error, condition)
        }
    }

    /// Sends to the dead-letter queue what is given up. A queue that cannot take it now is tried again in a minute; one
    /// that never will loses it, as on AWS.
    private func bury(_ entry: Entry, _ error: AWSError, _ condition: String?) {
        guard let queue = entry.outgoing.deadLetterQueue else {
            observe([entry.outgoing], .lost)
            return finish(.done(entry.id))
        }
        let letter = entry.outgoing.deadLetter(error, retries: entry.retries, condition: condition)
        context.deliveries.deliver(letter, to: queue) { [self] result in
            if case .failure(let failure) = result, failure.isTransient {
                finish(.retry(entry.id, at: context.time.now + .seconds(60), retries: entry.retries))
            } else {
                if case .success = result {
                    observe([entry.outgoing], .buried)
                } else {
                    observe([entry.outgoing], .unburied)
                }
                finish(.done(entry.id))
            }
        }
    }

    /// Outcomes that come while a transaction runs share the next one.
    private func finish(_ outcome: OutboxOutcome) {
        let isFirst = state.withLock { state in
            state.outcomes.append(outcome)
            defer { state.isWriting = true }
            return !state.isWriting
        }
        if isFirst { writeOutcomes() }
    }

    private func writeOutcomes() {
        let outcomes = state.withLock { state -> [OutboxOutcome] in
            defer { state.outcomes = [] }
            state.isWriting = !state.outcomes.isEmpty
            return state.outcomes
        }
        if outcomes.isEmpty { return }
        context.database.write { [store] connection in
            try store.write(outcomes, connection)
        } completion: { [self] (result: Result<Void, any Error>) in
            let hasRoom = state.withLock { state in
                state.underWay.subtract(outcomes.map(\.id))
                return state.hasMore && state.underWay.count < Self.limit / 2
            }
            if case .success = result {
                for case .retry(_, let instant, _) in outcomes { wake(at: instant) }
                if hasRoom { resume() }
                writeOutcomes()
            } else {
                state.withLock { $0.isWriting = false }
            }
        }
    }
}

/// Calls back when so many deliveries have been tried.
private final class FirstAttempts: Sendable {
    private let left: Mutex<Int>
    private let completion: @Sendable () -> Void

    init(_ count: Int, _ completion: @escaping @Sendable () -> Void) {
        left = Mutex(count)
        self.completion = completion
        if count == 0 { completion() }
    }

    func end() {
        let isLast = left.withLock { left in
            left -= 1
            return left == 0
        }
        if isLast { completion() }
    }
}
