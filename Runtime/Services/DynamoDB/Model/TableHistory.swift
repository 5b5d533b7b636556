import Time
import Wire

/// What has happened to a table since it was made, as far as it shows or limits what may happen next, and what has been
/// said of it by other requests than `CreateTable` and `UpdateTable`.
struct TableHistory: Sendable, Codable {
    var throughput = ThroughputHistory()
    /// When the table was last switched to `PAY_PER_REQUEST`, or made so, once its billing mode has been changed.
    var onDemandSince: Timestamp?
    /// Switches to `PAY_PER_REQUEST` in the day before the last one.
    private var switchesToOnDemand: [Timestamp] = []
    var tableClassUpdate: Timestamp?
    var policy: ResourcePolicy?
    var recovery: PointInTimeRecovery?
    /// Of global indexes, by name. Those that came with the table are here once an `UpdateTable` has changed the indexes.
    var indexes: [String: IndexHistory] = [:]
    /// The number of the last index that was made by an `UpdateTable`; 0 for none.
    var lastIndexNumber = 0

    /// How often, in a day, a table may be switched to `PAY_PER_REQUEST`.
    /// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html
    private static let switchesPerDay = 4

    mutating func switchToOnDemand(at now: Timestamp) throws(AWSError) {
        switchesToOnDemand.removeAll { now - $0 >= .seconds(86_400) }
        guard switchesToOnDemand.count < Self.switchesPerDay else {
            throw .limitExceeded(
                "Update to PayPerRequest mode are limited to \(Self.switchesPerDay) times in 1 day(s). "
                    + "Last update at \(switchesToOnDemand.last?.longText ?? ""). "
                    + "Next update can be made at \((switchesToOnDemand[0] + .seconds(86_400)).longText)"
            )
        }
        switchesToOnDemand.append(now)
        onDemandSince = now
    }
}

struct IndexHistory: Sendable, Codable {
    /// Names the index in the store.
    var number: Int
    var throughput = ThroughputHistory()
    /// The items that were there before the index are not all in it yet.
    var isBackfilling = false
}

/// When the provisioned throughput of a table or index was changed.
struct ThroughputHistory: Sendable, Codable {
    var lastIncrease: Timestamp?
    var lastDecrease: Timestamp?
    /// On the day of `lastDecrease`, which begins at midnight UTC.
    private var decreases = 0

    /// As many decreases a day are free; after them, there is one an hour.
    /// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html
    private static let freeDecreases = 4
    private static let decreaseInterval = 3_600

    func decreases(on now: Timestamp) -> Int { lastDecrease?.day == now.day ? decreases : 0 }

    /// Notes a change. Throws when throughput was decreased too often today.
    mutating func change(from old: Throughput, to new: Throughput, at now: Timestamp) throws(AWSError) {
        if new.read > old.read || new.write > old.write { lastIncrease = now }
        if new.read < old.read || new.write < old.write { try decrease(at: now) }
    }

    private mutating func decrease(at now: Timestamp) throws(AWSError) {
        let today = decreases(on: now)
        if let lastDecrease, today >= Self.freeDecreases {
            let next = lastDecrease + .seconds(Self.decreaseInterval)
            guard now >= next else { throw tooMany(today, lastDecrease, next) }
        }
        noteDecrease(at: now)
    }

    mutating func noteDecrease(at now: Timestamp) {
        decreases = decreases(on: now) + 1
        lastDecrease = now
    }

    private func tooMany(_ today: Int, _ last: Timestamp, _ next: Timestamp) -> AWSError {
        .limitExceeded(
            "Provisioned throughput decreases are limited within a given UTC day. "
                + "After the first \(Self.freeDecreases) decreases, each subsequent decrease in the same UTC day can be "
                + "performed at most once every \(Self.decreaseInterval) seconds. Number of decreases today: \(today). "
                + "Last decrease at \(last.longText). Next decrease can be made at \(next.longText)"
        )
    }
}

/// Provisioned capacity units; 0 on demand.
struct Throughput: Sendable, Hashable {
    var read = 0
    var write = 0
}

extension Timestamp {
    fileprivate var day: Int64 { millisecondsSinceEpoch / 86_400_000 }

    /// `Saturday, November 21, 2026 3:04:05 AM UTC`.
    fileprivate var longText: String {
        let time = CalendarTime(self)
        let weekday = ["Sun", "Mon", "Tues", "Wednes", "Thurs", "Fri", "Satur"][time.weekday]
        let month = [
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November", "December",
        ][time.month - 1]
        let clock = time.clock.dropFirst(2)
        let hour = (time.hour + 11) % 12 + 1
        let half = time.hour < 12 ? "AM" : "PM"
        return "\(weekday)day, \(month) \(time.day), \(time.year) \(hour)\(clock) \(half) UTC"
    }
}

extension Timestamp: Codable {
    package init(from decoder: any Decoder) throws {
        self.init(nanosecondsSinceEpoch: try decoder.singleValueContainer().decode(Int64.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(nanosecondsSinceEpoch)
    }
}
