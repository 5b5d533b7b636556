/// Actions in the order of their instants; those of one instant in the order they came.
struct ActionQueue {
    private struct Entry {
        var instant: Timestamp
        var id: UInt64
        var action: @Sendable () -> Void
    }

    /// Sorted, the latest first, so that the next one is taken from the end.
    private var entries: [Entry] = []
    private var nextID: UInt64 = 0

    var count: Int { entries.count }
    var nextInstant: Timestamp? { entries.last?.instant }

    mutating func insert(at instant: Timestamp, _ action: @escaping @Sendable () -> Void) -> UInt64 {
        nextID += 1
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].instant > instant { low = middle + 1 } else { high = middle }
        }
        entries.insert(Entry(instant: instant, id: nextID, action: action), at: low)
        return nextID
    }

    mutating func remove(_ id: UInt64) {
        if let index = entries.lastIndex(where: { $0.id == id }) { entries.remove(at: index) }
    }

    /// The next action, if its instant is not after `limit`.
    mutating func popDue(_ limit: Timestamp) -> (instant: Timestamp, action: @Sendable () -> Void)? {
        guard let last = entries.last, last.instant <= limit else { return nil }
        entries.removeLast()
        return (last.instant, last.action)
    }
}
