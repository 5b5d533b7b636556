/// What a heap of environments is ordered by, and where an environment remembers its place in that heap.
protocol SlotOrder {
    associatedtype Key: Comparable, Sendable

    static func position(in record: borrowing EnvironmentRecord) -> Int32
    static func setPosition(_ position: Int32, in record: inout EnvironmentRecord)
}

/// The earliest end first, in nanoseconds.
enum ByDeadline: SlotOrder {
    typealias Key = Int64

    static func position(in record: borrowing EnvironmentRecord) -> Int32 { record.deadlinePosition }
    static func setPosition(_ position: Int32, in record: inout EnvironmentRecord) {
        record.deadlinePosition = position
    }
}

/// The smallest rank first: the order in which a placement by age takes environments.
enum ByRank: SlotOrder {
    typealias Key = Int64

    static func position(in record: borrowing EnvironmentRecord) -> Int32 { record.rankPosition }
    static func setPosition(_ position: Int32, in record: inout EnvironmentRecord) { record.rankPosition = position }
}

/// The lowest of greedy-dual's priorities first; of equals the one that was created first.
enum ByPriority: SlotOrder {
    struct Key: Comparable, Sendable {
        var priority: Double
        var number: UInt64

        static func < (first: Self, second: Self) -> Bool {
            (first.priority, first.number) < (second.priority, second.number)
        }
    }

    static func position(in record: borrowing EnvironmentRecord) -> Int32 { record.priorityPosition }
    static func setPosition(_ position: Int32, in record: inout EnvironmentRecord) {
        record.priorityPosition = position
    }
}

/// A binary heap of places in the environment table, from which any of them can be taken.
struct SlotHeap<Order: SlotOrder> {
    struct Entry: Sendable {
        var key: Order.Key
        var slot: Int32
    }

    private(set) var entries: [Entry] = []

    var first: Entry? { entries.first }
    var count: Int { entries.count }

    @inline(__always)
    mutating func insert(_ slot: Int, _ key: Order.Key, _ records: inout MutableSpan<EnvironmentRecord>) {
        let entry = Entry(key: key, slot: Int32(truncatingIfNeeded: slot))
        let index = entries.count
        entries.append(entry)
        Order.setPosition(Int32(truncatingIfNeeded: index), in: &records[slot])
        // Most stay last: what is used last ends last.
        if index > 0 && key < entries[(index - 1) >> 1].key { rise(entry, from: index, &records) }
    }

    @inline(__always)
    mutating func remove(_ slot: Int, _ records: inout MutableSpan<EnvironmentRecord>) {
        let index = Int(Order.position(in: records[slot]))
        let last = entries.removeLast()
        if index < entries.count { fill(index, with: last, &records) }
    }

    @inline(never)
    private mutating func rise(_ entry: Entry, from index: Int, _ records: inout MutableSpan<EnvironmentRecord>) {
        var entries = entries.mutableSpan
        Self.siftUp(index, entry, &entries, &records)
    }

    /// Puts the entry that was the last one where another was.
    @inline(never)
    private mutating func fill(_ index: Int, with last: Entry, _ records: inout MutableSpan<EnvironmentRecord>) {
        var entries = entries.mutableSpan
        if index > 0 && last.key < entries[(index - 1) / 2].key {
            Self.siftUp(index, last, &entries, &records)
        } else {
            Self.siftDown(index, last, &entries, &records)
        }
    }

    mutating func insert(_ slot: Int, _ key: Order.Key, _ table: inout EnvironmentTable) {
        var records = table.records.mutableSpan
        insert(slot, key, &records)
    }

    mutating func remove(_ slot: Int, _ table: inout EnvironmentTable) {
        var records = table.records.mutableSpan
        remove(slot, &records)
    }

    private static func siftUp(
        _ start: Int,
        _ entry: Entry,
        _ entries: inout MutableSpan<Entry>,
        _ records: inout MutableSpan<EnvironmentRecord>
    ) {
        var index = start
        while index > 0 {
            let parent = (index - 1) / 2
            guard entry.key < entries[parent].key else { break }
            place(entries[parent], at: index, &entries, &records)
            index = parent
        }
        place(entry, at: index, &entries, &records)
    }

    private static func siftDown(
        _ start: Int,
        _ entry: Entry,
        _ entries: inout MutableSpan<Entry>,
        _ records: inout MutableSpan<EnvironmentRecord>
    ) {
        var index = start
        while true {
            var child = 2 * index + 1
            guard child < entries.count else { break }
            if child + 1 < entries.count && entries[child + 1].key < entries[child].key { child += 1 }
            guard entries[child].key < entry.key else { break }
            place(entries[child], at: index, &entries, &records)
            index = child
        }
        place(entry, at: index, &entries, &records)
    }

    @inline(__always)
    private static func place(
        _ entry: Entry,
        at index: Int,
        _ entries: inout MutableSpan<Entry>,
        _ records: inout MutableSpan<EnvironmentRecord>
    ) {
        entries[index] = entry
        Order.setPosition(Int32(truncatingIfNeeded: index), in: &records[Int(entry.slot)])
    }
}
