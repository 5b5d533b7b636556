import Time
import Wire

/// A date and time of day as clocks somewhere show it.
package struct LocalTime: Sendable, Hashable {
    package var year: Int
    package var month: Int
    package var day: Int
    package var hour: Int
    package var minute: Int
    package var second: Int

    package init(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) {
        self.year = year
        self.month = month
        self.day = day
        self.hour = hour
        self.minute = minute
        self.second = second
    }

    /// `2026-11-21T09:00:00`; `nil` for what is no such time.
    package init?(_ text: some StringProtocol) {
        let halves = text.split(separator: "T" as Character, omittingEmptySubsequences: false)
        guard halves.count == 2 else { return nil }
        let date = halves[0].split(separator: "-" as Character, omittingEmptySubsequences: false)
        let clock = halves[1].split(separator: ":" as Character, omittingEmptySubsequences: false)
        guard date.map(\.count) == [4, 2, 2], clock.map(\.count) == [2, 2, 2] else { return nil }
        let numbers = (date + clock).compactMap { $0.allSatisfy(\.isNumber) ? Int($0) : nil }
        guard numbers.count == 6, (1970...2199).contains(numbers[0]), (1...12).contains(numbers[1]),
            (1...Self.days(in: numbers[1], of: numbers[0])).contains(numbers[2]), numbers[3] < 24, numbers[4] < 60,
            numbers[5] < 60
        else { return nil }
        self.init(
            year: numbers[0],
            month: numbers[1],
            day: numbers[2],
            hour: numbers[3],
            minute: numbers[4],
            second: numbers[5]
        )
    }

    /// What the clocks of Greenwich show.
    package init(utc instant: Timestamp) {
        let time = CalendarTime(instant)
        self.init(
            year: time.year,
            month: time.month,
            day: time.day,
            hour: time.hour,
            minute: time.minute,
            second: time.second
        )
    }

    /// Seconds since 1970 if this were Greenwich.
    package var secondsAsUTC: Int64 {
        Int64(Self.dayNumber(year, month, day)) * 86_400 + Int64(hour * 3_600 + minute * 60 + second)
    }

    /// 0 is Sunday.
    static func weekday(_ year: Int, _ month: Int, _ day: Int) -> Int {
        ((dayNumber(year, month, day) + 4) % 7 + 7) % 7
    }

    static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days since 1970-01-01 (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
    static func dayNumber(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
