import Time

/// What the clocks of a time zone show, from the system's time zone data (RFC 9636).
package struct TimeZoneRules: Sendable, Hashable {
    /// Seconds since 1970, in their order, and the offset from Greenwich that begins then.
    var transitions: [(instant: Int64, offset: Int64)] = []
    /// Before the first transition, in seconds.
    var firstOffset: Int64 = 0
    /// After the last one.
    var rule: TimeZoneRule?
    private let name: String

    package static let utc = TimeZoneRules(name: "UTC")

    init(name: String) { self.name = name }

    package static func == (lhs: Self, rhs: Self) -> Bool { lhs.name == rhs.name }
    package func hash(into hasher: inout Hasher) { hasher.combine(name) }

    func offset(at second: Int64) -> Int64 {
        guard let last = transitions.last else { return rule?.offset(at: second) ?? firstOffset }
        if second >= last.instant { return rule?.offset(at: second) ?? last.offset }
        var (low, high) = (0, transitions.count)
        while low < high {
            let middle = (low + high) / 2
            if transitions[middle].instant <= second { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? firstOffset : transitions[low - 1].offset
    }

    package func localTime(at instant: Timestamp) -> LocalTime {
        let second = Int64((Double(instant.nanosecondsSinceEpoch) / 1e9).rounded(.down))
        return LocalTime(utc: Timestamp(nanosecondsSinceEpoch: (second + offset(at: second)) * 1_000_000_000))
    }

    /// When the clocks show this for the first time; `nil` when they skip it.
    package func moment(of time: LocalTime) -> Timestamp? {
        let local = time.secondsAsUTC
        // Offsets change by hours at most, and not twice in two days.
        let candidates = [offset(at: local - 86_400), offset(at: local + 86_400)].map { local - $0 }.sorted()
        guard let second = candidates.first(where: { $0 + offset(at: $0) == local }) else { return nil }
        return Timestamp(nanosecondsSinceEpoch: second * 1_000_000_000)
    }

    /// When a time that the clocks skip would have been, had they not yet been put forward.
    package func momentAfterGap(of time: LocalTime) -> Timestamp {
        let local = time.secondsAsUTC
        return Timestamp(nanosecondsSinceEpoch: (local - offset(at: local - 86_400)) * 1_000_000_000)
    }
}
