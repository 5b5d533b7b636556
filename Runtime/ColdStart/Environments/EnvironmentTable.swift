import Time

/// What the model knows of one execution environment; a place in the table that environments use one after another.
struct EnvironmentRecord {
    enum State: UInt8 {
        /// No environment stands here.
        case absent
        /// Initializes without an invocation: provisioned, or ahead of need.
        case preparing
        /// Serves an invocation, or starts for one.
        case busy
        /// Has answered and not yet asked for more: it no longer counts as an invocation under way.
        case finishing
        case idle
    }

    /// How a provisioned environment stands to the one that follows it.
    enum Succession: UInt8 {
        case none
        /// Initializes in the place of one that has ended or is about to.
        case replacement
        /// Has reached its maximum life, and serves until its replacement does.
        case aging
    }

    var id = EnvironmentID.none
    var created = Timestamp(nanosecondsSinceEpoch: 0)
    var function: Int32 = 0
    /// The function's when the environment was started.
    var generation: Int32 = 0
    /// Neighbours in the line of idle environments, by their last use.
    var before: Int32 = -1
    var after: Int32 = -1
    /// While idle: its places in the heaps.
    var deadlinePosition: Int32 = -1
    var rankPosition: Int32 = -1
    var priorityPosition: Int32 = -1
    var state = State.absent
    /// Belongs to its function's provisioned concurrency.
    var isProvisioned = false
    /// Is provisioned, but serves an invocation that was admitted on demand and had to wait.
    var servesOverflow = false
    var succession = Succession.none
}

/// All environments of a fleet in one flat array.
struct EnvironmentTable {
    var records: [EnvironmentRecord] = []
    private var free: [Int32] = []
    private var lastNumber: UInt64 = 0

    var count: Int { records.count - free.count }

    subscript(slot: Int) -> EnvironmentRecord {
        _read { yield records[slot] }
        _modify { yield &records[slot] }
    }

    /// Whether this environment still is what stands in its place.
    @inline(__always)
    func holds(_ id: EnvironmentID) -> Bool {
        id.slot < records.count && records[id.slot].id == id && records[id.slot].state != .absent
    }

    mutating func insert(_ state: EnvironmentRecord.State, function: Int, generation: Int32, at now: Timestamp) -> Int {
        lastNumber += 1
        let slot = free.popLast().map(Int.init) ?? records.count
        if slot == records.count { records.append(EnvironmentRecord()) }
        var record = EnvironmentRecord()
        record.id = EnvironmentID(number: lastNumber, slot: slot)
        record.created = now
        record.function = Int32(function)
        record.generation = generation
        record.state = state
        records[slot] = record
        return slot
    }

    mutating func remove(_ slot: Int) {
        records[slot].state = .absent
        free.append(Int32(slot))
    }
}
