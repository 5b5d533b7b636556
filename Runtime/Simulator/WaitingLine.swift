/// First in, first out, in constant time: when those who wait came, in nanoseconds.
struct WaitingLine: Sendable {
    private var times: [Int64] = []
    private var head = 0

    var count: Int { times.count - head }
    var isEmpty: Bool { head == times.count }

    var first: Int64? { isEmpty ? nil : times[head] }

    mutating func append(_ time: Int64) { times.append(time) }

    /// Puts one that was taken back to the front.
    mutating func putBack(_ time: Int64) {
        if head > 0 {
            head -= 1
            times[head] = time
        } else {
            times.insert(time, at: 0)
        }
    }

    mutating func popFirst() -> Int64? {
        guard head < times.count else { return nil }
        let time = times[head]
        head += 1
        if head == times.count {
            times.removeAll(keepingCapacity: true)
            head = 0
        } else if head > 1_024 && head * 2 > times.count {
            times.removeFirst(head)
            head = 0
        }
        return time
    }
}
