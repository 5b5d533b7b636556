#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif
import Dispatch
import Synchronization

/// The machine's time: the wall clock as it was at the start, moved on by the monotonic clock, so that a correction of
/// the wall clock never makes anything expire early or wait for hours.
package final class SystemTime: TimeSource {
    private struct State {
        var queue = ActionQueue()
        var armed: Timestamp?
    }

    private let origin: Int64
    private let state = Mutex(State())
    private let worker = DispatchQueue(label: "hearth.time")
    // Dispatch sources may be used from any thread; their Linux declaration does not say so.
    nonisolated(unsafe) private let timer: any DispatchSourceTimer

    package init() {
        origin = Self.read(CLOCK_REALTIME) - Self.read(CLOCK_MONOTONIC)
        timer = DispatchSource.makeTimerSource(queue: worker)
        timer.setEventHandler { [unowned self] in runDue() }
        timer.activate()
    }

    deinit { timer.cancel() }

    package var now: Timestamp { Timestamp(nanosecondsSinceEpoch: origin + Self.read(CLOCK_MONOTONIC)) }

    package func schedule(at instant: Timestamp, _ action: @escaping @Sendable () -> Void) -> ScheduledAction {
        let id = state.withLock { state in
            let id = state.queue.insert(at: instant, action)
            arm(&state)
            return id
        }
        return ScheduledAction { [weak self] in self?.state.withLock { $0.queue.remove(id) } }
    }

    private func arm(_ state: inout State) {
        guard let next = state.queue.nextInstant, state.armed.map({ next < $0 }) ?? true else { return }
        state.armed = next
        timer.schedule(deadline: .now() + .nanoseconds(Int(max(0, (next - now).nanoseconds))))
    }

    private func runDue() {
        state.withLock { $0.armed = nil }
        while let due = state.withLock({ $0.queue.popDue(now) }) { due.action() }
        state.withLock { arm(&$0) }
    }

    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
