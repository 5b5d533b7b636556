import Time

/// The events of one function that were refused and back off. When an event of the function has been run there is
/// evidently room, and the one that was accepted first need not wait any longer: otherwise all of them would come back
/// at the same moments, one would find room, and the others would wait twice as long each time.
package struct RefusedEvents<Event: Sendable>: Sendable {
    /// Names one wait of an event; the next one has another.
    package typealias Ticket = Int

    private struct Place: Comparable {
        let accepted: Timestamp
        let ticket: Ticket

        static func < (first: Place, second: Place) -> Bool {
            (first.accepted, first.ticket) < (second.accepted, second.ticket)
        }
    }

    private var events: [Ticket: Event] = [:]
    /// A heap: each stands before the two at twice its index. Places whose event has gone stay until they come first.
    private var places: [Place] = []
    private var nextTicket = 0

    package init() {}

    package var isEmpty: Bool { events.isEmpty }

    package mutating func add(_ event: Event, accepted: Timestamp) -> Ticket {
        defer { nextTicket += 1 }
        events[nextTicket] = event
        places.append(Place(accepted: accepted, ticket: nextTicket))
        rise(from: places.count - 1)
        return nextTicket
    }

    /// The event whose back-off is over, unless it has been taken already.
    package mutating func take(_ ticket: Ticket) -> Event? {
        let event = events.removeValue(forKey: ticket)
        if events.isEmpty { places.removeAll() }
        return event
    }

    /// The event that was accepted first.
    package mutating func takeFirst() -> Event? {
        while let first = places.first {
            places.swapAt(0, places.count - 1)
            places.removeLast()
            sink()
            if let event = take(first.ticket) { return event }
        }
        return nil
    }

    private mutating func rise(from start: Int) {
        var index = start
        while index > 0, places[index] < places[(index - 1) / 2] {
            places.swapAt(index, (index - 1) / 2)
            index = (index - 1) / 2
        }
    }

    private mutating func sink() {
        var index = 0
        while true {
            var least = index
            for child in [2 * index + 1, 2 * index + 2] where child < places.count && places[child] < places[least] {
                least = child
            }
            guard least != index else { return }
            places.swapAt(index, least)
            index = least
        }
    }
}
