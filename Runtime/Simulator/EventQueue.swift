import Time

/// Something that happens at a moment of virtual time.
struct Event {
    /// What happens, in the order in which events of the same moment happen: departures and ends precede arrivals.
    enum Kind: UInt8 {
        /// An invocation ends; the subject is the environment's slot.
        case departure
        /// Some of those who share processors may have done their work.
        case computed
        /// An environment on shared processors has waited for something else; the subject is its slot.
        case waited
        /// A handler on shared processors has run as long as it may; the subject is the environment's slot.
        case timeout
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
    @inline(__always)
    init(_ kind: Kind, _ subject: Int, at time: Int64) {
        let code = UInt64(kind.rawValue) << 56 | UInt64(truncatingIfNeeded: subject)
        key = UInt128(UInt64(bitPattern: time)) << 64 | UInt128(code)
    }

    /// In nanoseconds.
    var time: Int64 { Int64(truncatingIfNeeded: key >> 64) }
    var kind: Kind { Kind(rawValue: UInt8(truncatingIfNeeded: key >> 56)) ?? .sample }
    var subject: Int { Int(truncatingIfNeeded: key & 0xFF_FFFF_FFFF_FFFF) }

    /// Later than all that can happen.
    static let never = Event(latest: ())

    private init(latest: Void) { key = UInt128(Int64.max) << 64 | UInt128(UInt64.max) }

    @inline(__always)
    static func precedes(_ first: Event, _ second: Event) -> Bool { first.key < second.key }
}

/// Events in their order. Each function has one arrival to come, which the next one takes the place of: they stand apart,
/// so that arrivals do not move all that is under way.
struct EventQueue {
    private var arrival = Event.never
    /// Of the other functions.
    private var laterArrivals = EventHeap()
    /// The earliest of all others, and the rest: nearly always all of them are few.
    private var near = NearEvents()
    private var far = EventHeap()

    /// `never` when there is none.
    var first: Event {
        @inline(__always) get {
            let other = near.first
            return Event.precedes(arrival, other) ? arrival : other
        }
    }

    /// Puts in a function's first arrival.
    mutating func begin(_ first: Event) {
        guard Event.precedes(first, arrival) else { return laterArrivals.push(first) }
        if arrival.time < Event.never.time { laterArrivals.push(arrival) }
        arrival = first
    }

    /// Puts in what is no arrival.
    @inline(__always)
    mutating func push(_ event: Event) {
        if let next = far.first, Event.precedes(next, event) { return far.push(event) }
        if let last = near.insert(event) { far.push(last) }
    }

    /// Takes the first away, which is an arrival, and puts the function's next one in.
    @inline(__always)
    mutating func replaceArrival(with next: Event?) {
        guard let later = laterArrivals.first, next.map({ Event.precedes(later, $0) }) ?? true else {
            return arrival = next ?? .never
        }
        arrival = later
        if let next { laterArrivals.replaceFirst(with: next) } else { laterArrivals.removeFirst() }
    }

    /// Takes the first away, which is no arrival.
    @inline(__always)
    mutating func removeFirst() {
        near.removeFirst()
        if near.isEmpty && far.count > 0 { refill() }
    }

    @inline(never)
    private mutating func refill() {
        while let event = far.first, !near.isHalfFull {
            far.removeFirst()
            _ = near.insert(event)
        }
    }
}

/// A few events in their order: for so few, moving the later ones up takes less than a heap does.
private struct NearEvents {
    private static let most = 24
    /// From the second place on, the latest first; nothing is later than what stands in the first place.
    private var events = [Event](repeating: .never, count: most + 2)
    private var count = 0

    var isEmpty: Bool { count == 0 }
    var isHalfFull: Bool { count >= Self.most / 2 }

    /// `never` when there is none.
    var first: Event { events[count] }

    mutating func removeFirst() { count -= 1 }

    /// Returns the latest of them when they have become too many.
    @inline(__always)
    mutating func insert(_ event: Event) -> Event? {
        count += 1
        events.withUnsafeMutableBufferPointer { [count] in
            guard var place = $0.baseAddress?.advanced(by: count) else { return }
            while Event.precedes(place[-1], event) {
                place[0] = place[-1]
                place -= 1
            }
            place[0] = event
        }
        return count > Self.most ? removeLast() : nil
    }

    @inline(never)
    private mutating func removeLast() -> Event {
        let last = events.remove(at: 1)
        events.append(.never)
        count -= 1
        return last
    }
}

/// A heap with four children for each node, which touches half the memory of one with two.
struct EventHeap {
    private var events: [Event] = []

    var first: Event? { events.first }
    var count: Int { events.count }

    @inline(__always)
    mutating func push(_ event: Event) {
        events.append(event)
        events.withUnsafeMutableBufferPointer { Self.siftUp($0, event, from: $0.count - 1) }
    }

    mutating func removeFirst() {
        guard let last = events.popLast(), !events.isEmpty else { return }
        events.withUnsafeMutableBufferPointer { Self.fillFirst($0, last) }
    }

    /// Takes away what is to happen to a subject, which takes time in proportion to all there is.
    mutating func remove(_ subject: Int) {
        guard let index = events.firstIndex(where: { $0.subject == subject }) else { return }
        let left = events[..<index] + events[(index + 1)...]
        events = []
        for event in left { push(event) }
    }

    @inline(__always)
    mutating func replaceFirst(with event: Event) {
        if events.count == 1 {
            events[0] = event
            return
        }
        events.withUnsafeMutableBufferPointer { Self.fillFirst($0, event) }
    }

    private static func siftUp(_ events: UnsafeMutableBufferPointer<Event>, _ event: Event, from start: Int) {
        var index = start
        while index > 0 {
            let parent = (index - 1) >> 2
            guard Event.precedes(event, events[parent]) else { break }
            events[index] = events[parent]
            index = parent
        }
        events[index] = event
    }

    /// Puts an event in place of the first. It mostly belongs far below, so that the gap goes down all the way before
    /// the event is looked at: no branch on the way that cannot be foreseen.
    private static func fillFirst(_ events: UnsafeMutableBufferPointer<Event>, _ event: Event) {
        var gap = 0
        var child = 1
        while child + 3 < events.count {
            let next = earlier(earlier(child, child + 1, events), earlier(child + 2, child + 3, events), events)
            events[gap] = events[next]
            gap = next
            child = 4 * gap + 1
        }
        if child < events.count {
            var next = child
            for other in child + 1..<max(child + 1, events.count) { next = earlier(next, other, events) }
            events[gap] = events[next]
            gap = next
        }
        siftUp(events, event, from: gap)
    }

    @inline(__always)
    private static func earlier(_ first: Int, _ second: Int, _ events: UnsafeMutableBufferPointer<Event>) -> Int {
        Event.precedes(events[second], events[first]) ? second : first
    }
}
