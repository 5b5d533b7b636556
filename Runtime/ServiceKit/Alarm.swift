import Synchronization
import Time

/// One action that waits for its instant. Set again for an earlier instant, it comes earlier; a later one is not heard,
/// because whoever acts then sees for himself what comes next. Costs nothing while it waits.
package final class Alarm: Sendable {
    private let time: any TimeSource
    private let pending = Mutex<(instant: Timestamp, action: ScheduledAction)?>(nil)

    package init(_ time: any TimeSource) { self.time = time }

    /// `action` must not block. It runs once, on a thread of the time's own.
    package func set(at instant: Timestamp, _ action: @escaping @Sendable () -> Void) {
        pending.withLock { pending in
            if let pending, pending.instant <= instant { return }
            pending?.action.cancel()
            let scheduled = time.schedule(at: instant) { [weak self] in
                self?.clear(instant)
                action()
            }
            pending = (instant, scheduled)
        }
    }

    private func clear(_ instant: Timestamp) {
        pending.withLock { if $0?.instant == instant { $0 = nil } }
    }
}
