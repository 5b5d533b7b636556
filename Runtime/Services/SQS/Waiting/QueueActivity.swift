import ServiceKit
import Synchronization
import Time

/// How many messages a queue has, and who waits for some: what would be dear to ask the store for each time. Follows
/// every commit, on the writer's thread.
final class QueueActivity: Sendable {
    struct Counts: Sendable, Hashable {
        var visible = 0
        var delayed = 0
        var inFlight = 0

        var all: Int { visible + delayed + inFlight }
    }

    private struct State {
        var counts: Counts
        /// No message can be seen again, or for the first time, before.
        var nextDue: Timestamp?
        /// Counts what may have made a message receivable.
        var version: UInt64 = 0
        var waiting: [LongPoll] = []
        var attempts = ReceiveAttempts()
        var lastUse: Timestamp?

        mutating func takeWaiting(_ count: Int) -> [LongPoll] {
            let taken = Array(waiting.prefix(count))
            waiting.removeFirst(taken.count)
            return taken
        }
    }

    private let state: Mutex<State>
    private let time: any TimeSource
    private let alarm: Alarm

    init(_ time: any TimeSource, counts: Counts = Counts(), nextDue: Timestamp? = nil) {
        self.time = time
        alarm = Alarm(time)
        state = Mutex(State(counts: counts, nextDue: nextDue))
    }

    var counts: Counts { state.withLock(\.counts) }
    var version: UInt64 { state.withLock(\.version) }

    /// Somebody has accessed it.
    func isUsed(at now: Timestamp) { state.withLock { $0.lastUse = now } }

    /// Whether there are messages in it, or somebody has accessed it no earlier than `instant`.
    func isActive(since instant: Timestamp) -> Bool {
        state.withLock { $0.counts.all > 0 || $0.lastUse.map { $0 >= instant } ?? false }
    }

    /// Whether messages have become due that the store does not show yet.
    func hasDue(at now: Timestamp) -> Bool { state.withLock { $0.nextDue.map { $0 <= now } ?? false } }

    /// Whether a receiver would get nothing, so that the store need not be asked.
    func isEmpty(at now: Timestamp) -> Bool {
        state.withLock { $0.counts.visible <= 0 && $0.nextDue.map { $0 > now } ?? true }
    }

    func withAttempts<Value>(_ body: (inout ReceiveAttempts) -> Value) -> Value {
        state.withLock { body(&$0.attempts) }
    }

    /// Takes in what a transaction has changed, and wakes as many as may now get something.
    func apply(_ change: QueueChange) {
        let woken = state.withLock { state -> [LongPoll] in
            state.counts.visible += change.visible
            state.counts.delayed += change.delayed
            state.counts.inFlight += change.inFlight
            if change.isSettled { state.nextDue = change.due } else { state.nextDue = min(state.nextDue, change.due) }
            guard change.receivable > 0 else { return [] }
            state.version += 1
            return state.takeWaiting(change.receivable)
        }
        for poll in woken { poll.wake() }
        watch()
    }

    /// Lets a receiver wait, unless something has come since it looked; returns whether it waits.
    func wait(_ poll: LongPoll, since version: UInt64) -> Bool {
        let waits = state.withLock { state in
            guard state.version == version else { return false }
            state.waiting.append(poll)
            return true
        }
        if waits { watch() }
        return waits
    }

    /// Whether it still waited.
    @discardableResult
    func stopWaiting(_ poll: LongPoll) -> Bool {
        state.withLock { state in
            guard let index = state.waiting.firstIndex(where: { $0 === poll }) else { return false }
            state.waiting.remove(at: index)
            return true
        }
    }

    /// Lets somebody else have what a receiver that was woken did not take.
    func wakeNext() {
        let next = state.withLock { $0.counts.visible > 0 ? $0.takeWaiting(1) : [] }
        for poll in next { poll.wake() }
    }

    /// Everybody who waits gets an empty answer: the queue is gone, or Hearth stops.
    func release() {
        let all = state.withLock { $0.takeWaiting(Int.max) }
        for poll in all { poll.end() }
    }

    /// The queue was purged: there is nothing in it. Who waits goes on waiting.
    func forget() {
        state.withLock { state in
            state.counts = Counts()
            state.nextDue = nil
            state.attempts = ReceiveAttempts()
        }
    }

    /// Sees to it that somebody who waits looks when the next message is due. Nothing is watched for nobody.
    private func watch() {
        guard let due = state.withLock({ $0.waiting.isEmpty ? nil : $0.nextDue }) else { return }
        alarm.set(at: due) { [weak self] in
            guard let self else { return }
            if hasDue(at: time.now) {
                for poll in state.withLock({ $0.takeWaiting(1) }) { poll.wake() }
            } else {
                watch()
            }
        }
    }
}

/// The earlier of two moments, where there are any.
private func min(_ one: Timestamp?, _ other: Timestamp?) -> Timestamp? {
    guard let one, let other else { return one ?? other }
    return Swift.min(one, other)
}
