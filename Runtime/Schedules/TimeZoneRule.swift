import Time

/// The end of a zone's data: how its clocks go from now on, as `EST5EDT,M3.2.0,M11.1.0` (POSIX `TZ`, RFC 9636 3.3).
struct TimeZoneRule: Sendable, Hashable {
    /// The `week`th such weekday of a month, 5 for the last, or a day of the year; and the second of that day.
    private struct Change: Sendable, Hashable {
        enum Day: Sendable, Hashable {
            case weekday(month: Int, week: Int, weekday: Int)
            /// From 0; from 1 and without the leap day when `isJulian`.
            case ofYear(Int, isJulian: Bool)
        }

        var day: Day
        var second: Int64
    }

    private var standard: Int64
    private var summer: Int64?
    private var begin: Change?
    private var end: Change?

    init?(_ text: String) {
        var text = text[...]
        guard Self.skipName(&text), let offset = Self.seconds(&text) else { return nil }
        standard = -offset
        guard !text.isEmpty else { return }
        guard Self.skipName(&text) else { return nil }
        summer = standard + 3_600
        if text.first != ",", let offset = Self.seconds(&text) { summer = -offset }
        let changes = text.split(separator: ",").compactMap { Self.change($0) }
        guard changes.count == 2 else { return nil }
        (begin, end) = (changes[0], changes[1])
    }

    func offset(at second: Int64) -> Int64 {
        guard let summer, let begin, let end else { return standard }
        let year = LocalTime(utc: .init(nanosecondsSinceEpoch: (second + standard) * 1_000_000_000)).year
        let first = Self.moment(begin, year) - standard
        let last = Self.moment(end, year) - summer
        let isSummer = first < last ? second >= first && second < last : second >= first || second < last
        return isSummer ? summer : standard
    }

    /// As the clocks show it just before.
    private static func moment(_ change: Change, _ year: Int) -> Int64 {
        let day: Int
        switch change.day {
        case .weekday(let month, let week, let weekday):
            let first = 1 + (weekday - LocalTime.weekday(year, month, 1) + 7) % 7
            let last = LocalTime.days(in: month, of: year)
            let date = first + 7 * (week - 1)
            day = LocalTime.dayNumber(year, month, date > last ? date - 7 : date)
        case .ofYear(let number, let isJulian):
            let isBehindLeapDay = isJulian && number >= 60 && LocalTime.days(in: 2, of: year) == 29
            day = LocalTime.dayNumber(year, 1, 1) + number - (isJulian ? 1 : 0) + (isBehindLeapDay ? 1 : 0)
        }
        return Int64(day) * 86_400 + change.second
    }

    /// `EST` or `<+03>`.
    private static func skipName(_ text: inout Substring) -> Bool {
        let before = text.count
        if text.first == "<" {
            text = text.drop { $0 != ">" }.dropFirst()
        } else {
            text = text.drop(while: \.isLetter)
        }
        return text.count < before
    }

    /// `[+-]h[h][:mm[:ss]]`.
    private static func seconds(_ text: inout Substring) -> Int64? {
        let sign: Int64 = text.first == "-" ? -1 : 1
        if text.first == "-" || text.first == "+" { text = text.dropFirst() }
        let time = text.prefix { $0.isNumber || $0 == ":" }
        text = text.dropFirst(time.count)
        let parts = time.split(separator: ":").compactMap { Int64($0) }
        guard (1...3).contains(parts.count), parts[0] <= 167 else { return nil }
        return sign * zip(parts, [3_600, 60, 1]).reduce(0) { $0 + $1.0 * $1.1 }
    }

    private static func change(_ text: Substring) -> Change? {
        let halves = text.split(separator: "/", maxSplits: 1)
        guard let day = halves.first.flatMap(Self.day) else { return nil }
        var time = halves.count == 2 ? halves[1] : "2"
        guard let second = seconds(&time) else { return nil }
        return Change(day: day, second: second)
    }

    private static func day(_ text: Substring) -> Change.Day? {
        if text.first == "M" {
            let parts = text.dropFirst().split(separator: ".").compactMap { Int($0) }
            guard parts.count == 3, (1...12).contains(parts[0]), (1...5).contains(parts[1]), (0...6).contains(parts[2])
            else { return nil }
            return .weekday(month: parts[0], week: parts[1], weekday: parts[2])
        }
        let isJulian = text.first == "J"
        return Int(isJulian ? text.dropFirst() : text).map { .ofYear($0, isJulian: isJulian) }
    }
}
