import Synchronization

/// Time that runs as the machine's does and jumps ahead when it is told to: hours in milliseconds, with everything that
/// falls due on the way.
package final class VirtualTime: TimeSource {
    private struct State {
        var queue = ActionQueue()
        var armed: (instant: Timestamp, alarm: ScheduledAction)?
        var isAdvancing = false
    }

    package enum Refusal: Error, Sendable {
        /// Time does not go back.
        case past
        /// It is being advanced already.
        case busy
    }

    private let base = SystemTime()
    /// Nanoseconds by which this is ahead of the machine's time.
    private let lead: Atomic<Int64>
    private let keep: @Sendable (Duration) -> Void
    private let state = Mutex(State())

    /// `keep` is told how far ahead this is, before each jump and on whatever thread makes it: one that goes on from there
    /// plays nothing a second time.
    package init(ahead lead: Duration = .zero, keep: @escaping @Sendable (Duration) -> Void = { _ in }) {
        self.lead = Atomic(lead.nanoseconds)
        self.keep = keep
    }

    package var now: Timestamp { base.now.adding(nanoseconds: lead.load(ordering: .sequentiallyConsistent)) }

    package var machine: any TimeSource { base }

    package var ahead: Duration { .nanoseconds(lead.load(ordering: .sequentiallyConsistent)) }

    package func onMachine(_ instant: Timestamp) -> Timestamp { instant - ahead }

    package func schedule(at instant: Timestamp, _ action: @escaping @Sendable () -> Void) -> ScheduledAction {
        let id = state.withLock { state in
            let id = state.queue.insert(at: instant, action)
            if !state.isAdvancing { arm(&state) }
            return id
        }
        return ScheduledAction { [weak self] in self?.state.withLock { $0.queue.remove(id) } }
    }

    private func arm(_ state: inout State) {
        guard let next = state.queue.nextInstant, state.armed.map({ next < $0.instant }) ?? true else { return }
        state.armed?.alarm.cancel()
        let alarm = base.schedule(at: onMachine(next)) { [weak self] in
            guard let self else { return }
            self.state.withLock { $0.armed = nil }
            if self.state.withLock({ !$0.isAdvancing }) { runDue() }
            self.state.withLock { if !$0.isAdvancing { self.arm(&$0) } }
        }
        state.armed = (next, alarm)
    }

    /// Returns whether there was anything to run.
    @discardableResult
    private func runDue() -> Bool {
        var hasRun = false
        while let due = state.withLock({ $0.queue.popDue(now) }) {
            due.action()
            hasRun = true
        }
        return hasRun
    }

    // MARK: Advancing

    /// Moves on to `target`: from one action that is due to the next, in the order of their instants, and never before
    /// `isQuiet` has said several times in a row that what the last one has begun is done. Returns how many instants were
    /// played.
    ///
    /// Nothing bounds how long it waits: what hangs has its own time-out, which runs on meanwhile. Throws
    /// `CancellationError` when the task is cancelled: time then goes on from the instant that was reached.
    package func advance(to target: Timestamp, isQuiet: @Sendable () async -> Bool) async throws -> Int {
        guard target >= now else { throw Refusal.past }
        let isFirst = state.withLock { state in
            defer { state.isAdvancing = true }
            return !state.isAdvancing
        }
        guard isFirst else { throw Refusal.busy }
        defer {
            state.withLock { state in
                state.isAdvancing = false
                // The alarm was set by the time as it was before.
                state.armed?.alarm.cancel()
                state.armed = nil
                arm(&state)
            }
        }
        var instants = 0
        await settle(isQuiet)
        while let next = state.withLock({ $0.queue.nextInstant }), next <= target {
            try Task.checkCancellation()
            jump(to: next)
            await settle(isQuiet)
            instants += 1
        }
        try Task.checkCancellation()
        jump(to: target)
        return instants
    }

    /// Looks a few times only after what has begun nothing, and longer after everything else.
    private func settle(_ isQuiet: @Sendable () async -> Bool) async {
        var (quiet, needed) = (0, 3)
        while quiet < needed && !Task.isCancelled {
            if runDue() { quiet = 0 }
            if await isQuiet() {
                quiet += 1
                if needed > 3 { try? await base.sleep(for: .milliseconds(1)) }
            } else {
                (quiet, needed) = (0, 10)
                try? await base.sleep(for: .milliseconds(1))
            }
        }
    }

    private func jump(to instant: Timestamp) {
        let distance = (instant - now).nanoseconds
        guard distance > 0 else { return }
        keep(ahead + .nanoseconds(distance))
        lead.add(distance, ordering: .sequentiallyConsistent)
    }
}
