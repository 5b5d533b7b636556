import Time

/// AWS's cron: `minutes hours day-of-month month day-of-week year`.
///
///     field  = item { "," item }
///     item   = "*" | value | value "-" value | ( "*" | value | range ) "/" step
///     day-of-month also: "?", "L" (the last day), "15W" (the working day nearest to the 15th), "LW"
///     day-of-week also:  "?", "L" (Saturday), "6L" (the last Friday), "3#2" (the second Tuesday); 1 or SUN is Sunday
///
/// One of the two day fields is `?`. Years are 1970 to 2199; names of months and days may stand for their numbers.
/// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
package struct CronExpression: Sendable, Hashable {
    private let minutes: Set<Int>
    private let hours: Set<Int>
    private let days: CronDays
    private let months: Set<Int>
    private let years: Set<Int>

    package init?(_ text: some StringProtocol) {
        let fields = text.split(separator: " " as Character).map { $0.uppercased() }
        guard fields.count == 6, let minutes = CronField(0...59).values(fields[0]),
            let hours = CronField(0...23).values(fields[1]), let days = CronDays(fields[2], fields[4]),
            let months = CronField(1...12, names: CronField.months).values(fields[3]),
            let years = CronField(1970...2199).values(fields[5])
        else { return nil }
        (self.minutes, self.hours, self.days, self.months, self.years) = (minutes, hours, days, months, years)
    }

    /// The first moment after `instant` at which the clocks of the zone show what this says. A time that clocks skip does
    /// not come; one that they show twice comes once.
    package func next(after instant: Timestamp, in zone: TimeZoneRules) -> Timestamp? {
        let now = zone.localTime(at: instant)
        for year in years.sorted() where year >= now.year {
            for month in months.sorted() where year > now.year || month >= now.month {
                let isThisMonth = year == now.year && month == now.month
                for day in days.days(of: month, in: year) where !isThisMonth || day >= now.day {
                    if let found = first(on: (year, month, day), after: instant, in: zone) { return found }
                }
            }
        }
        return nil
    }

    private func first(on date: (Int, Int, Int), after instant: Timestamp, in zone: TimeZoneRules) -> Timestamp? {
        for hour in hours.sorted() {
            for minute in minutes.sorted() {
                let time = LocalTime(year: date.0, month: date.1, day: date.2, hour: hour, minute: minute)
                if let moment = zone.moment(of: time), moment > instant { return moment }
            }
        }
        return nil
    }
}

/// One field of numbers.
struct CronField {
    static let months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
    static let weekdays = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]

    private let range: ClosedRange<Int>
    /// What may stand for the numbers, from the lowest on.
    private let names: [String]

    init(_ range: ClosedRange<Int>, names: [String] = []) {
        self.range = range
        self.names = names
    }

    /// `nil` for a field that is not right.
    func values(_ text: some StringProtocol) -> Set<Int>? {
        var values: Set<Int> = []
        for item in text.split(separator: "," as Character, omittingEmptySubsequences: false) {
            guard let some = self.item(String(item)) else { return nil }
            values.formUnion(some)
        }
        return values
    }

    func value(_ text: some StringProtocol) -> Int? {
        if let index = names.firstIndex(of: String(text)) { return range.lowerBound + index }
        guard !text.isEmpty, text.allSatisfy(\.isNumber), let value = Int(text), range.contains(value) else {
            return nil
        }
        return value
    }

    private func item(_ text: String) -> Set<Int>? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let base = values(ofRange: parts[0], isStepped: parts.count == 2) else { return nil }
        guard parts.count == 2 else { return Set(base) }
        guard let step = Int(parts[1]), step > 0, step <= range.upperBound, let first = base.first else { return nil }
        return Set(base.filter { ($0 - first) % step == 0 })
    }

    /// In the order they come: a range may go over the end, as `FRI-MON`.
    private func values(ofRange text: Substring, isStepped: Bool) -> [Int]? {
        if text == "*" { return Array(range) }
        let ends = text.split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count <= 2, let first = value(ends[0]) else { return nil }
        guard ends.count == 2 else { return isStepped ? Array(first...range.upperBound) : [first] }
        guard let last = value(ends[1]) else { return nil }
        return first <= last
            ? Array(first...last) : Array(first...range.upperBound) + Array(range.lowerBound...last)
    }
}
