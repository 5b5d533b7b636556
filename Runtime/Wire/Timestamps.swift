import Time

/// A moment split into the fields of the UTC calendar (proleptic Gregorian).
package struct CalendarTime: Sendable, Hashable {
    package var year: Int
    package var month: Int
    package var day: Int
    package var hour: Int
    package var minute: Int
    package var second: Int
    package var nanosecond: Int
    /// 0 is Sunday.
    package var weekday: Int

    package init(_ timestamp: Timestamp) {
        let perSecond: Int64 = 1_000_000_000
        let total = timestamp.nanosecondsSinceEpoch
        let seconds = (total - ((total % perSecond) + perSecond) % perSecond) / perSecond
        nanosecond = Int(total - seconds * perSecond)
        let days = Int((seconds - ((seconds % 86_400) + 86_400) % 86_400) / 86_400)
        let inDay = Int(seconds) - days * 86_400
        (hour, minute, second) = (inDay / 3_600, inDay / 60 % 60, inDay % 60)
        weekday = ((days + 4) % 7 + 7) % 7
        // Days to civil date, Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }
}

extension Timestamp {
    /// `2026-11-21T03:04:05.678Z`, as AWS writes most timestamps.
    package var iso8601Milliseconds: String {
        let time = CalendarTime(self)
        return "\(time.date)T\(time.clock).\(padded(time.nanosecond / 1_000_000, 3))Z"
    }

    /// `2026-11-21T03:04:05Z`.
    package var iso8601Seconds: String {
        let time = CalendarTime(self)
        return "\(time.date)T\(time.clock)Z"
    }

    /// `Sat, 21 Nov 2026 03:04:05 GMT`, as the `Date` header wants it (RFC 9110).
    package var httpDate: String {
        let time = CalendarTime(self)
        let weekday = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][time.weekday]
        return "\(weekday), \(padded(time.day, 2)) \(time.monthName) \(padded(time.year, 4)) \(time.clock) GMT"
    }

    /// `21/Nov/2026:03:04:05 +0000`, as API Gateway's `requestContext` has it.
    package var commonLogFormat: String {
        let time = CalendarTime(self)
        return "\(padded(time.day, 2))/\(time.monthName)/\(padded(time.year, 4)):\(time.clock) +0000"
    }
}

extension Timestamp {
    /// The moment that a text like `2026-11-21T03:04:05.678Z` or `2026-11-21T03:04:05+01:00` names (RFC 3339; the date
    /// alone is its first moment). `nil` for anything else and for years outside of 1970 to 2261.
    package init?(iso8601 text: String) {
        let pattern = /(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9})\d*)?)?(Z|z|[+-]\d\d:?\d\d)?)?/
        guard let match = text.wholeMatch(of: pattern)?.output else { return nil }
        let field = { (text: Substring?) in text.flatMap { Int64($0) } ?? 0 }
        let (year, month, day) = (field(match.1), field(match.2), field(match.3))
        let (hour, minute, second) = (field(match.4), field(match.5), field(match.6))
        guard (1970...2261).contains(year), (1...12).contains(month), hour < 24, minute < 60, second <= 60,
            (1...Self.days(in: month, of: year)).contains(day)
        else { return nil }
        // Civil date to days, Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
        let shifted = month <= 2 ? year - 1 : year
        let yearOfEra = shifted % 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        let days = shifted / 400 * 146_097 + dayOfEra - 719_468
        let offset = Self.offsetInMinutes(match.8 ?? "Z")
        let seconds = days * 86_400 + hour * 3_600 + (minute - offset) * 60 + second
        let fraction = match.7.map { $0 + String(repeating: "0", count: 9 - $0.count) }
        self.init(nanosecondsSinceEpoch: seconds * 1_000_000_000 + field(fraction))
    }

    private static func days(in month: Int64, of year: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Of `Z`, `+01:00` or `+0100`.
    private static func offsetInMinutes(_ zone: Substring) -> Int64 {
        let digits = zone.filter(\.isNumber)
        guard digits.count == 4, let hours = Int64(digits.prefix(2)), let minutes = Int64(digits.suffix(2)) else {
            return 0
        }
        return (hours * 60 + minutes) * (zone.hasPrefix("-") ? -1 : 1)
    }
}

extension CalendarTime {
    /// `2026-11-21`.
    package var date: String { "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))" }
    /// `03:04:05`.
    package var clock: String { "\(padded(hour, 2)):\(padded(minute, 2)):\(padded(second, 2))" }

    package var monthName: String {
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][month - 1]
    }
}

private func padded(_ number: Int, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.count)) + text
}
