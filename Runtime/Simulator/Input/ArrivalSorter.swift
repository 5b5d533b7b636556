/// Puts arrivals of a trace in order that come at most so much too late, in memory for those of that time.
package struct ArrivalSorter: Sendable {
    private struct Entry: Sendable {
        var arrival: TraceArrival
        var number: Int

        func precedes(_ other: Entry) -> Bool { (arrival.time, number) < (other.arrival.time, other.number) }
    }

    /// In seconds.
    private let lag: Double
    private var heap: [Entry] = []
    private var latest = -Double.infinity
    private var count = 0

    package init(lag: Double) { self.lag = lag }

    /// Takes one in. `latest` is the trace's own moment of the row, by which the lag was measured.
    package mutating func add(_ arrival: TraceArrival, at moment: Double) {
        latest = max(latest, moment)
        count += 1
        heap.append(Entry(arrival: arrival, number: count))
        var index = heap.count - 1
        while index > 0, heap[index].precedes(heap[(index - 1) / 2]) {
            heap.swapAt(index, (index - 1) / 2)
            index = (index - 1) / 2
        }
    }

    /// The next in order, once nothing earlier can come; at the end of the trace all that are left.
    package mutating func next(isEnd: Bool = false) -> TraceArrival? {
        guard let first = heap.first, isEnd || first.arrival.time <= latest - lag else { return nil }
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        var index = 0
        while true {
            var least = index
            for child in [2 * index + 1, 2 * index + 2] where child < heap.count && heap[child].precedes(heap[least]) {
                least = child
            }
            guard least != index else { return first.arrival }
            heap.swapAt(index, least)
            index = least
        }
    }
}
