/// What a heap of environments is ordered by, and where an environment remembers its place in that heap.
protocol SlotOrder {
    static func precedes(_ first: EnvironmentRecord, _ second: EnvironmentRecord) -> Bool
    static func position(in record: EnvironmentRecord) -> Int32
    static func setPosition(_ position: Int32, in record: inout EnvironmentRecord)
}

/// The earliest deadline first.
enum ByDeadline: SlotOrder {
    static func precedes(_ first: EnvironmentRecord, _ second: EnvironmentRecord) -> Bool {
        first.deadline < second.deadline
    }
    static func position(in record: EnvironmentRecord) -> Int32 { record.deadlinePosition }
    static func setPosition(_ position: Int32, in record: inout EnvironmentRecord) {
        record.deadlinePosition = position
    }
}

/// The smallest rank first.
enum ByRank: SlotOrder {
    static func precedes(_ first: EnvironmentRecord, _ second: EnvironmentRecord) -> Bool {
        first.rank < second.rank
    }
    static func position(in record: EnvironmentRecord) -> Int32 { record.rankPosition }
    static func setPosition(_ position: Int32, in record: inout EnvironmentRecord) { record.rankPosition = position }
}

/// The lowest priority first; of equals the one that was created first.
enum ByPriority: SlotOrder {
    static func precedes(_ first: EnvironmentRecord, _ second: EnvironmentRecord) -> Bool {
        (first.priority, first.id.number) < (second.priority, second.id.number)
    }
    static func position(in record: EnvironmentRecord) -> Int32 { record.priorityPosition }
    static func setPosition(_ position: Int32, in record: inout EnvironmentRecord) {
        record.priorityPosition = position
    }
}

/// A binary heap of places in the environment table, from which any of them can be taken.
struct SlotHeap<Order: SlotOrder> {
    private(set) var slots: [Int32] = []

    var first: Int? { slots.first.map(Int.init) }

    mutating func insert(_ slot: Int, _ table: inout EnvironmentTable) {
        slots.append(Int32(slot))
        siftUp(slots.count - 1, &table)
    }

    mutating func remove(_ slot: Int, _ table: inout EnvironmentTable) {
        let index = Int(Order.position(in: table[slot]))
        let last = slots.removeLast()
        guard index < slots.count else { return }
        slots[index] = last
        siftDown(siftUp(index, &table), &table)
    }

    @discardableResult
    private mutating func siftUp(_ start: Int, _ table: inout EnvironmentTable) -> Int {
        var index = start
        let slot = slots[index]
        while index > 0 {
            let parent = (index - 1) / 2
            guard Order.precedes(table[Int(slot)], table[Int(slots[parent])]) else { break }
            place(slots[parent], at: index, &table)
            index = parent
        }
        place(slot, at: index, &table)
        return index
    }

    private mutating func siftDown(_ start: Int, _ table: inout EnvironmentTable) {
        var index = start
        let slot = slots[index]
        while true {
            var child = 2 * index + 1
            guard child < slots.count else { break }
            if child + 1 < slots.count && Order.precedes(table[Int(slots[child + 1])], table[Int(slots[child])]) {
                child += 1
            }
            guard Order.precedes(table[Int(slots[child])], table[Int(slot)]) else { break }
            place(slots[child], at: index, &table)
            index = child
        }
        place(slot, at: index, &table)
    }

    private mutating func place(_ slot: Int32, at index: Int, _ table: inout EnvironmentTable) {
        slots[index] = slot
        Order.setPosition(Int32(index), in: &table[Int(slot)])
    }
}
