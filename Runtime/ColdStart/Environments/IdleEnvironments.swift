import Time

/// The environments of one function that wait for an invocation: in the order of their last use, of their ends and,
/// where the placement asks for it, of their age.
struct IdleEnvironments {
    private let placement: Placement
    private let goesByAge: Bool
    private var deadlines = SlotHeap<ByDeadline>()
    private var ranks = SlotHeap<ByRank>()
    private var leastRecent: Int32 = -1
    private var mostRecent: Int32 = -1

    init(_ placement: Placement) {
        self.placement = placement
        goesByAge = placement == .newest || placement == .oldest
    }

    var count: Int { deadlines.count }
    /// The one that ends first unless it is used.
    var nextToEnd: Int? { deadlines.first.map { Int($0.slot) } }
    /// When that is, in nanoseconds; `.max` for never.
    var firstDeadline: Int64 { deadlines.first?.key ?? .max }
    /// The one that ends first, if its time is over.
    func next(endingBy now: Timestamp) -> Int? { firstDeadline <= now.nanosecondsSinceEpoch ? nextToEnd : nil }

    /// All, in no order.
    var slots: [Int] { deadlines.entries.map { Int($0.slot) } }

    /// The one that the placement gives the next invocation to. `random` is asked where the placement is random. Mutating
    /// only so that it runs in place.
    @inline(__always)
    private mutating func next(_ random: inout SeededRandom) -> Int? {
        switch placement {
        case .mostRecentlyUsed: mostRecent < 0 ? nil : Int(mostRecent)
        case .leastRecentlyUsed: leastRecent < 0 ? nil : Int(leastRecent)
        case .newest, .oldest: ranks.first.map { Int($0.slot) }
        case .random: count == 0 ? nil : Int(deadlines.entries[Int.random(in: 0..<count, using: &random)].slot)
        }
    }

    /// The one that the placement gives the next invocation to, which is busy from now on.
    @inline(__always)
    mutating func take(_ random: inout SeededRandom, _ table: inout EnvironmentTable) -> Int? {
        guard let slot = next(&random) else { return nil }
        var records = table.records.mutableSpan
        records[slot].state = .busy
        remove(slot, &records)
        return slot
    }

    /// Adds an environment, which is idle from now on and ends at `deadline`, in nanoseconds, unless it is used.
    @inline(__always)
    mutating func insert(_ slot: Int, until deadline: Int64, _ table: inout EnvironmentTable) {
        var records = table.records.mutableSpan
        records[slot].before = mostRecent
        records[slot].after = -1
        let place = Int32(truncatingIfNeeded: slot)
        if mostRecent >= 0 { records[Int(mostRecent)].after = place } else { leastRecent = place }
        mostRecent = place
        records[slot].state = .idle
        deadlines.insert(slot, deadline, &records)
        guard goesByAge else { return }
        let number = Int64(records[slot].id.number)
        ranks.insert(slot, placement == .oldest ? number : -number, &records)
    }

    mutating func remove(_ slot: Int, _ table: inout EnvironmentTable) {
        var records = table.records.mutableSpan
        remove(slot, &records)
    }

    @inline(__always)
    private mutating func remove(_ slot: Int, _ records: inout MutableSpan<EnvironmentRecord>) {
        let (before, after) = (records[slot].before, records[slot].after)
        if before >= 0 { records[Int(before)].after = after } else { leastRecent = after }
        if after >= 0 { records[Int(after)].before = before } else { mostRecent = before }
        deadlines.remove(slot, &records)
        if goesByAge { ranks.remove(slot, &records) }
    }
}
