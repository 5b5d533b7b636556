import Time

/// The environments of one function that wait for an invocation: in the order of their last use, of their ends and,
/// where the placement asks for it, of their age.
struct IdleEnvironments {
    private let placement: Placement
    private var deadlines = SlotHeap<ByDeadline>()
    private var ranks = SlotHeap<ByRank>()
    private var leastRecent: Int32 = -1
    private var mostRecent: Int32 = -1

    init(_ placement: Placement) { self.placement = placement }

    var count: Int { deadlines.slots.count }
    /// The one that ends first unless it is used.
    var nextToEnd: Int? { deadlines.first }
    /// When that is, in nanoseconds; `.max` for never.
    func firstDeadline(_ table: borrowing EnvironmentTable) -> Int64 {
        guard let slot = deadlines.slots.first else { return .max }
        return table[Int(slot)].deadline.nanosecondsSinceEpoch
    }

    /// All, in no order.
    var slots: [Int] { deadlines.slots.map(Int.init) }

    /// The one that the placement gives the next invocation to. `random` is asked where the placement is random. Mutating
    /// only so that it runs in place: a copy of the lists for each invocation is what costs most.
    mutating func next(_ random: inout SeededRandom) -> Int? {
        switch placement {
        case .mostRecentlyUsed: mostRecent < 0 ? nil : Int(mostRecent)
        case .leastRecentlyUsed: leastRecent < 0 ? nil : Int(leastRecent)
        case .newest, .oldest: ranks.first
        case .random: count == 0 ? nil : Int(deadlines.slots[Int.random(in: 0..<count, using: &random)])
        }
    }

    /// Adds an environment whose last use is now and whose deadline is set.
    mutating func insert(_ slot: Int, _ table: inout EnvironmentTable) {
        table[slot].before = mostRecent
        table[slot].after = -1
        if mostRecent >= 0 { table[Int(mostRecent)].after = Int32(slot) } else { leastRecent = Int32(slot) }
        mostRecent = Int32(slot)
        deadlines.insert(slot, &table)
        guard placement == .newest || placement == .oldest else { return }
        let number = Int64(table[slot].id.number)
        table[slot].rank = placement == .oldest ? number : -number
        ranks.insert(slot, &table)
    }

    mutating func remove(_ slot: Int, _ table: inout EnvironmentTable) {
        let (before, after) = (table[slot].before, table[slot].after)
        if before >= 0 { table[Int(before)].after = after } else { leastRecent = after }
        if after >= 0 { table[Int(after)].before = before } else { mostRecent = before }
        deadlines.remove(slot, &table)
        if placement == .newest || placement == .oldest { ranks.remove(slot, &table) }
    }
}
