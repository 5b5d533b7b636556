import Synchronization
import Time
import Wire

/// Spreads calls of receivers evenly: of each as many in a second as its rate allows.
package final class Pacing: Sendable {
    private let next = Mutex<[ARN: Timestamp]>([:])

    package init() {}

    /// Performs `call` when it is its turn: at once, on the caller's thread, or later on the clock's. `rate` is at least 1.
    package func perform(
        _ receiver: ARN,
        perSecond rate: Int,
        by time: any TimeSource,
        _ call: @escaping @Sendable () -> Void
    ) {
        let now = time.now
        let turn = turn(of: receiver, perSecond: rate, now: now)
        if turn <= now { call() } else { time.schedule(at: turn, call) }
    }

    /// The instant of one call, which no other gets.
    private func turn(of receiver: ARN, perSecond rate: Int, now: Timestamp) -> Timestamp {
        next.withLock { next in
            let turn = max(now, next[receiver] ?? now)
            next[receiver] = turn + .seconds(1) / rate
            return turn
        }
    }

    package func reset() { next.withLock { $0 = [:] } }
}
