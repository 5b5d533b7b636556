import Synchronization
import Template
import Time
import Wire

/// The ledger that requests on several threads are entered in. What it counts is stored within a second: so much is
/// lost at most when Hearth is killed, and nothing when it is stopped.
final class SharedLedger: Sendable {
    private static let delay = Duration.seconds(1)

    private struct State {
        var ledger: UsageLedger
        /// A write is under way or about to be.
        var isSaving = false

        /// Whether somebody must begin a write.
        mutating func beginSaving() -> Bool {
            guard ledger.hasChanges, !isSaving else { return false }
            isSaving = true
            return true
        }
    }

    private let state: Mutex<State>
    private let keys: [String: Application.APIKey]
    /// `nil`: nothing is kept.
    private let store: StoredUsage?
    private let time: any TimeSource

    /// `time` is that of the machine: writes are no part of what a virtual clock moves.
    init(
        keys: [Application.APIKey],
        plans: [Application.UsagePlan],
        store: StoredUsage?,
        time: any TimeSource
    ) {
        self.keys = UsageLedger.enabled(keys)
        state = Mutex(State(ledger: UsageLedger(keys: keys, plans: plans, records: store?.records ?? [:])))
        self.store = store
        self.time = time
    }

    func take(_ value: String?, _ routed: RoutedRequest, _ method: String) -> Result<Application.APIKey, Refusal> {
        let (result, mustSave) = state.withLock { state in
            let result = state.ledger.take(
                value,
                apiID: routed.api.id,
                stage: routed.api.stageName,
                method: method,
                at: routed.time
            )
            return (result, store != nil && state.beginSaving())
        }
        if mustSave { saveLater() }
        return result
    }

    /// The key of this value, whatever it opens.
    func key(_ value: String?) -> Application.APIKey? { value.flatMap { keys[$0] } }

    private func saveLater() { time.schedule(after: Self.delay) { [self] in save() } }

    private func save() {
        let changes = state.withLock { $0.ledger.changes() }
        store?.save(changes) { [self] result in
            let mustSave = state.withLock { state in
                if case .failure = result { state.ledger.restore(changes) }
                state.isSaving = false
                return state.beginSaving()
            }
            if mustSave { saveLater() }
        }
    }

    /// Stores what has been counted so far. For the end: it waits.
    func flush() throws {
        let changes = state.withLock { $0.ledger.changes() }
        if !changes.isEmpty { try store?.saveAndWait(changes) }
    }

    /// Forgets all that was counted. It waits.
    func reset() throws {
        state.withLock { $0.ledger.reset() }
        try store?.removeAll()
    }
}
