import Time

/// Something that happens at a moment of virtual time.
struct Event {
    /// What happens, in the order in which events of the same moment happen: departures and ends precede arrivals.
    enum Kind: UInt8 {
        /// An invocation ends; the subject is the environment's slot.
        case departure
        /// An environment that was started ahead of need is initialized; the subject is its slot.
        case initialized
        /// Environments of a function expire, or are to be prepared.
        case wakeUp
        /// The provisioned concurrency of a function is looked at.
        case provisioning
        case arrival
        /// An event comes back to the queue in front of a function.
        case retry
        case sample
    }

    /// The time in the upper half, then what happens and to whom: one comparison without a branch puts events in order.
    private let key: UInt128

    /// `time` in nanoseconds, not negative.
    init(_ kind: Kind, _ subject: Int, at time: Int64) {
        let code = UInt64(kind.rawValue) << 56 | UInt64(truncatingIfNeeded: subject)
        key = UInt128(UInt64(bitPattern: time)) << 64 | UInt128(code)
    }

    /// In nanoseconds.
    var time: Int64 { Int64(truncatingIfNeeded: key >> 64) }
    var kind: Kind { Kind(rawValue: UInt8(truncatingIfNeeded: key >> 56)) ?? .sample }
    var subject: Int { Int(truncatingIfNeeded: key & 0xFF_FFFF_FFFF_FFFF) }

    @inline(__always)
    static func precedes(_ first: Event, _ second: Event) -> Bool { first.key < second.key }
}

/// Events in their order. Each function has one arrival to come, which the next one takes the place of: they stand apart,
/// so that arrivals do not move all that is under way.
struct EventQueue {
    private var arrivals = EventHeap()
    private var others = EventHeap()

    var first: Event? {
        guard let arrival = arrivals.first else { return others.first }
        guard let other = others.first else { return arrival }
        return Event.precedes(arrival, other) ? arrival : other
    }

    @inline(__always)
    mutating func push(_ event: Event) {
        if event.kind == .arrival { arrivals.push(event) } else { others.push(event) }
    }

    /// Takes the first away, which is an arrival, and puts the function's next one in.
    @inline(__always)
    mutating func replaceArrival(with next: Event?) {
        if let next { arrivals.replaceFirst(with: next) } else { arrivals.removeFirst() }
    }

    /// Takes the first away, which is no arrival.
    @inline(__always)
    mutating func removeFirst() { others.removeFirst() }
}

/// A heap with four children for each node, which touches half the memory of one with two.
private struct EventHeap {
    private var events: [Event] = []

    var first: Event? { events.first }

    mutating func push(_ event: Event) {
        events.append(event)
        events.withUnsafeMutableBufferPointer { Self.siftUp($0, event) }
    }

    mutating func removeFirst() {
        guard let last = events.popLast(), !events.isEmpty else { return }
        events.withUnsafeMutableBufferPointer { Self.siftDown($0, last) }
    }

    mutating func replaceFirst(with event: Event) {
        events.withUnsafeMutableBufferPointer { Self.siftDown($0, event) }
    }

    private static func siftUp(_ events: UnsafeMutableBufferPointer<Event>, _ event: Event) {
        var index = events.count - 1
        while index > 0 {
            let parent = (index - 1) >> 2
            guard Event.precedes(event, events[parent]) else { break }
            events[index] = events[parent]
            index = parent
        }
        events[index] = event
    }

    private static func siftDown(_ events: UnsafeMutableBufferPointer<Event>, _ event: Event) {
        var index = 0
        while let child = firstChild(of: index, events), Event.precedes(events[child], event) {
            events[index] = events[child]
            index = child
        }
        events[index] = event
    }

    /// The child that comes first of those that a node has. Four are compared in pairs, without a branch.
    @inline(__always)
    private static func firstChild(of index: Int, _ events: UnsafeMutableBufferPointer<Event>) -> Int? {
        let first = 4 * index + 1
        if first + 3 < events.count {
            return earlier(earlier(first, first + 1, events), earlier(first + 2, first + 3, events), events)
        }
        return (first..<max(first, events.count)).reduce(nil) { best, child in
            best.map { earlier($0, child, events) } ?? child
        }
    }

    @inline(__always)
    private static func earlier(_ first: Int, _ second: Int, _ events: UnsafeMutableBufferPointer<Event>) -> Int {
        Event.precedes(events[second], events[first]) ? second : first
    }
}
