import Synchronization
import Time
import Wire

/// When subscriptions may get their next messages: as many in a second as their delivery policies allow, evenly spread.
final class Throttle: Sendable {
    private let next = Mutex<[ARN: Timestamp]>([:])

    /// The instant of one delivery, which nobody gets twice. `rate` is at least 1.
    func turn(of subscription: ARN, perSecond rate: Int, now: Timestamp) -> Timestamp {
        next.withLock { next in
            let turn = max(now, next[subscription] ?? now)
            next[subscription] = turn + .seconds(1) / rate
            return turn
        }
    }

    func reset() { next.withLock { $0 = [:] } }
}
