import Template
import Time
import Wire

/// How many requests of a quota were made in the current period. Days, weeks (from Sunday on) and months begin at
/// midnight UTC.
///
/// https://docs.aws.amazon.com/apigateway/latest/api/API_QuotaSettings.html
struct QuotaCount: Sendable {
    /// What is counted, as it is kept from one start to the next.
    struct Record: Sendable, Hashable {
        var period: Application.Quota.Period
        /// Periods are counted from 1970 on. In the first one there are fewer requests by the quota's offset.
        var first: Int
        var current: Int
        /// In the current period.
        var used = 0
    }

    private let quota: Application.Quota
    private(set) var record: Record

    /// Goes on from a record of periods of the same length.
    init(_ quota: Application.Quota, at now: Timestamp, from record: Record? = nil) {
        self.quota = quota
        let current = Self.period(quota.period, now)
        let known = record.flatMap { $0.period == quota.period ? $0 : nil }
        self.record = known ?? Record(period: quota.period, first: current, current: current)
    }

    /// Whether there was one left.
    mutating func take(at now: Timestamp) -> Bool {
        let current = Self.period(quota.period, now)
        if current != record.current { (record.current, record.used) = (current, 0) }
        guard record.used < quota.limit - (current == record.first ? quota.offset : 0) else { return false }
        record.used += 1
        return true
    }

    private static func period(_ period: Application.Quota.Period, _ now: Timestamp) -> Int {
        let day = Int(now.millisecondsSinceEpoch / 86_400_000)
        switch period {
        case .day: return day
        // 1970 began on a Thursday.
        case .week: return (day + 4) / 7
        case .month:
            let date = CalendarTime(now)
            return date.year * 12 + date.month
        }
    }
}
