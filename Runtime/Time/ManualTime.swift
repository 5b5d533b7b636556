import Dispatch
import Synchronization

/// Time that stands still until a test moves it.
///
/// What is scheduled for an instant that is there already runs soon, on a thread of its own, as with ``SystemTime``: code
/// under test may work out an instant that a test has moved past by the time it is scheduled.
package final class ManualTime: TimeSource {
    private struct State {
        var now: Timestamp
        var queue = ActionQueue()
        var waiters: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state: Mutex<State>
    private let worker = DispatchQueue(label: "hearth.manual-time")

    package init(now: Timestamp = Timestamp(millisecondsSinceEpoch: 1_700_000_000_000)) {
        state = Mutex(State(now: now))
    }

    package var now: Timestamp { state.withLock(\.now) }

    package func schedule(at instant: Timestamp, _ action: @escaping @Sendable () -> Void) -> ScheduledAction {
        let (id, isDue, ready) = state.withLock { state in
            let id = state.queue.insert(at: instant, action)
            let ready = state.waiters.filter { $0.count <= state.queue.count }
            state.waiters.removeAll { $0.count <= state.queue.count }
            return (id, instant <= state.now, ready)
        }
        for waiter in ready { waiter.continuation.resume() }
        if isDue { worker.async { [self] in advance(by: .zero) } }
        return ScheduledAction { [self] in state.withLock { $0.queue.remove(id) } }
    }

    /// Moves time on and runs, on this thread and in order, what falls due on the way, each at its own instant.
    package func advance(by duration: Duration) {
        let target = now + duration
        while true {
            let due = state.withLock { state in
                let due = state.queue.popDue(target)
                state.now = max(state.now, due?.instant ?? target)
                return due
            }
            guard let due else { return }
            due.action()
        }
    }

    /// How many actions wait for their instants.
    package var waiting: Int { state.withLock(\.queue.count) }

    /// Returns once at least `count` actions wait: the code under test has gone to sleep.
    package func waitForScheduled(_ count: Int = 1) async {
        await withCheckedContinuation { continuation in
            let ready = state.withLock { state in
                if state.queue.count >= count { return true }
                state.waiters.append((count, continuation))
                return false
            }
            if ready { continuation.resume() }
        }
    }
}
