import JSON
import Time

/// The events of one reply: as many as were asked for, or as fit into a megabyte.
struct EventPage {
    private static let byteLimit = 1_048_576

    private let limit: Int
    private var bytes = 0
    private(set) var events: [StoredEvent] = []
    /// There was more than fits.
    private(set) var isCut = false

    init(limit: Int) { self.limit = limit }

    /// Returns whether the next one is wanted.
    mutating func add(_ event: StoredEvent) -> Bool {
        bytes += event.event.message.count + 26
        guard events.count < limit, bytes <= Self.byteLimit || events.isEmpty else {
            isCut = true
            return false
        }
        events.append(event)
        return true
    }
}

/// `startTime` and `endTime` of a request.
struct EventTimes {
    private let start: Int64
    /// Included.
    private let end: Int64

    /// Where the end is not included, events of exactly that time are not wanted.
    init(_ input: JSON.Object, isEndIncluded: Bool) {
        start = Int64(input["startTime"]?.intValue ?? 0)
        let end = input["endTime"]?.intValue.map { Int64($0) }
        self.end = end.map { isEndIncluded ? $0 : $0 - 1 } ?? .max
    }

    /// What is wanted of that which the group still keeps; `nil` for nothing.
    func range(of group: LogGroup, _ now: Timestamp) -> ClosedRange<Int64>? {
        let start = max(start, group.horizon(now))
        return start <= end ? start...end : nil
    }
}
