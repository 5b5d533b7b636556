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
    private(set) var tableClassUpdate: Timestamp?
    /// In the thirty days before the last one.
    private var tableClassUpdates: [Timestamp]?
    var policy: ResourcePolicy?
    var streamPolicy: StreamPolicy?
    var recovery: PointInTimeRecovery?
    var restore: RestoreSummary?
    /// Of global indexes, by name. Those that came with the table are here once an `UpdateTable` has changed the indexes.
    var indexes: [String: IndexHistory] = [:]
    /// The number of the last index that was made by an `UpdateTable`; 0 for none.
    var lastIndexNumber = 0

    /// How often, in a day, a table may be switched to `PAY_PER_REQUEST`, and in thirty days to another class.
    /// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html
    private static let switchLimit = (count: 4, days: 1)
    private static let tableClassLimit = (count: 2, days: 30)

    mutating func switchToOnDemand(at now: Timestamp) throws(AWSError) {
        try Self.note("PayPerRequest mode", at: now, in: &switchesToOnDemand, Self.switchLimit)
        onDemandSince = now
    }

    mutating func updateTableClass(at now: Timestamp) throws(AWSError) {
        var updates = tableClassUpdates ?? []
        try Self.note("table class", at: now, in: &updates, Self.tableClassLimit)
        tableClassUpdates = updates
        tableClassUpdate = now
    }

    private static func note(
        _ change: String,
        at now: Timestamp,
        in changes: inout [Timestamp],
        _ limit: (count: Int, days: Int)
    ) throws(AWSError) {
        let period = Duration.seconds(limit.days * 86_400)
        changes.removeAll { now - $0 >= period }
        if let first = changes.first, let last = changes.last, changes.count >= limit.count {
            throw .limitExceeded(
                "Update to \(change) are limited to \(limit.count) times in \(limit.days) day(s). "
                    + "Last update at \(last.longText). Next update can be made at \((first + period).longText)"
            )
        }
        changes.append(now)
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
