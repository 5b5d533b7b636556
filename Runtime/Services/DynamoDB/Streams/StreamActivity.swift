import Synchronization
import Wire

/// Tells who wants to know that streams have new records, so that nobody has to ask again and again.
final class StreamActivity: Sendable {
    typealias Listener = @Sendable (_ streamARN: String) -> Void

    private struct State {
        var changed: Set<String> = []
        var listeners: [Listener] = []
    }

    private let state = Mutex(State())
    /// Whether `changed` holds any: most commits change no stream.
    private let hasChanges = Atomic(false)

    func listen(_ listener: @escaping Listener) { state.withLock { $0.listeners.append(listener) } }

    /// Within a transaction. Should that be lost, listeners look in vain.
    func changed(_ stream: Stream) {
        state.withLock { _ = $0.changed.insert(stream.arn.description) }
        hasChanges.store(true, ordering: .relaxed)
    }

    /// Behind a commit, on the writer's thread. Returns whether any stream has changed.
    func announce() -> Bool {
        guard hasChanges.exchange(false, ordering: .relaxed) else { return false }
        let (changed, listeners) = state.withLock { state in
            defer { state.changed = [] }
            return (state.changed, state.listeners)
        }
        for listener in listeners { changed.forEach(listener) }
        return true
    }
}
