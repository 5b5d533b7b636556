import Template
import Time
import Wire

/// How many requests of a quota were made in the current period. Days, weeks (from Sunday on) and months begin at
/// midnight UTC.
///
/// https://docs.aws.amazon.com/apigateway/latest/api/API_QuotaSettings.html
struct QuotaCount: Sendable {
    private let quota: Application.Quota
    private var period: Int
    private var remaining: Int

    /// In the first period there are fewer by the quota's offset.
    init(_ quota: Application.Quota, at now: Timestamp) {
        self.quota = quota
        period = Self.period(quota.period, now)
        remaining = quota.limit - quota.offset
    }

    /// Whether there was one left.
    mutating func take(at now: Timestamp) -> Bool {
        let current = Self.period(quota.period, now)
        if current != period { (period, remaining) = (current, quota.limit) }
        guard remaining > 0 else { return false }
        remaining -= 1
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
