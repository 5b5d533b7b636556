import Synchronization

/// What an execution environment remembers between invocations: bounded, and for a short time only.
///
/// Two generations: what is used moves to the young one, and when that has half the allowed cost, the old one is
/// dropped. So every call is constant in time, and what is asked for often stays.
package final class HotCache<Value: Sendable>: Sendable {
    private struct Entry {
        var value: Value
        var cost: Int
        var expiry: ContinuousClock.Instant
    }

    private struct State {
        var young: [String: Entry] = [:]
        var old: [String: Entry] = [:]
        var youngCost = 0
    }

    private let state = Mutex(State())
    private let lifetime: Duration
    private let costLimit: Int

    /// `costLimit`: the sum of the costs of all that is kept.
    package init(lifetime: Duration, costLimit: Int) {
        self.lifetime = lifetime
        self.costLimit = costLimit
    }

    /// The values that are kept and not older than the lifetime at `now`.
    package func values(_ keys: [String], now: ContinuousClock.Instant) -> [String: Value] {
        state.withLock { state in
            var found: [String: Value] = [:]
            for key in keys {
                guard let entry = state.young[key] ?? state.old[key], entry.expiry > now else { continue }
                found[key] = entry.value
                if state.young[key] == nil { insert(entry, key, &state) }
            }
            return found
        }
    }

    package func insert(_ value: Value, for key: String, cost: Int, now: ContinuousClock.Instant) {
        state.withLock { insert(Entry(value: value, cost: cost, expiry: now + lifetime), key, &$0) }
    }

    private func insert(_ entry: Entry, _ key: String, _ state: inout State) {
        guard entry.cost <= costLimit / 2 else { return }
        if state.youngCost + entry.cost > costLimit / 2 {
            state.old = state.young
            state.young = [:]
            state.youngCost = 0
        }
        state.youngCost += entry.cost - (state.young[key]?.cost ?? 0)
        state.young[key] = entry
    }
}
