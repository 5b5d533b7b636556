import Time

/// The faults that are to happen, and which of them happens when. Instants are handed in; each fault draws from a
/// generator of its own, so that the same calls in the same order go wrong in the same places.
package struct FaultPlan: Sendable {
    package struct Entry: Sendable {
        package var id: Int
        package var fault: Fault
        package var end: Timestamp?
        /// How often it has happened.
        package var injected = 0
        fileprivate var random: SeededRandom
    }

    package private(set) var entries: [Entry] = []
    private var lastID = 0

    package init() {}

    package var isEmpty: Bool { entries.isEmpty }

    /// Returns its id.
    package mutating func add(_ fault: Fault, now: Timestamp) -> Int {
        lastID += 1
        let end = fault.duration.map { now + $0 }
        entries.append(Entry(id: lastID, fault: fault, end: end, random: SeededRandom(seed: fault.seed)))
        return lastID
    }

    /// Whether there was one.
    package mutating func remove(_ id: Int) -> Bool {
        let count = entries.count
        entries.removeAll { $0.id == id }
        return entries.count < count
    }

    package mutating func removeAll() { entries = [] }

    /// What happens to a call; `nil` for nothing. Of several faults the first that strikes counts.
    package mutating func call(_ service: String, _ action: String, now: Timestamp) -> Fault.Effect? {
        strike(now) { !$0.effect.isOfDeliveries && $0.service == service && $0.meets(action) }
    }

    /// What happens to something that is handed to a service.
    package mutating func delivery(to service: String, now: Timestamp) -> Fault.Effect? {
        strike(now) { $0.effect.isOfDeliveries && $0.service == service }
    }

    /// Forgets faults whose time is over, so that what is listed is what may happen.
    package mutating func expire(now: Timestamp) {
        entries.removeAll { $0.end.map { now >= $0 } ?? false }
    }

    private mutating func strike(_ now: Timestamp, _ matches: (Fault) -> Bool) -> Fault.Effect? {
        expire(now: now)
        for index in entries.indices where matches(entries[index].fault) && entries[index].strikes() {
            return entries[index].fault.effect
        }
        return nil
    }
}

extension Fault {
    fileprivate func meets(_ action: String) -> Bool { actions.isEmpty || actions.contains(action) }
}

extension FaultPlan.Entry {
    fileprivate mutating func strikes() -> Bool {
        if let times = fault.times, injected >= times { return false }
        guard Double.random(in: 0..<1, using: &random) < fault.rate else { return false }
        injected += 1
        return true
    }
}
