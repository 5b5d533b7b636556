/// The days that the two day fields of a cron expression name together.
enum CronDays: Sendable, Hashable {
    case ofMonth(Set<Int>)
    case last
    case lastWorkingDay
    case workingDay(nearest: Int)
    /// 1 is Sunday.
    case ofWeek(Set<Int>)
    case lastWeekday(Int)
    case weekday(Int, number: Int)

    private static let week = CronField(1...7, names: CronField.weekdays)
    private static let month = CronField(1...31)

    /// `nil` unless one of them, and only one, is `?`.
    init?(_ dayOfMonth: String, _ dayOfWeek: String) {
        switch (dayOfMonth, dayOfWeek) {
        case ("?", "?"): return nil
        case (_, "?"): self.init(dayOfMonth: dayOfMonth)
        case ("?", _): self.init(dayOfWeek: dayOfWeek)
        default: return nil
        }
    }

    private init?(dayOfMonth text: String) {
        if text == "L" {
            self = .last
        } else if text == "LW" {
            self = .lastWorkingDay
        } else if text.hasSuffix("W") {
            guard let day = Self.month.value(text.dropLast()) else { return nil }
            self = .workingDay(nearest: day)
        } else {
            guard let days = Self.month.values(text) else { return nil }
            self = .ofMonth(days)
        }
    }

    private init?(dayOfWeek text: String) {
        let parts = text.split(separator: "#", omittingEmptySubsequences: false)
        if text == "L" {
            self = .ofWeek([7])
        } else if parts.count == 2 {
            guard let day = Self.week.value(parts[0]), let number = Int(parts[1]), (1...5).contains(number) else {
                return nil
            }
            self = .weekday(day, number: number)
        } else if text.hasSuffix("L") {
            guard let day = Self.week.value(text.dropLast()) else { return nil }
            self = .lastWeekday(day)
        } else {
            guard let days = Self.week.values(text) else { return nil }
            self = .ofWeek(days)
        }
    }

    /// In their order.
    func days(of month: Int, in year: Int) -> [Int] {
        let count = LocalTime.days(in: month, of: year)
        let weekday = { (day: Int) in LocalTime.weekday(year, month, day) + 1 }
        switch self {
        case .ofMonth(let days): return days.filter { $0 <= count }.sorted()
        case .last: return [count]
        case .lastWorkingDay: return [Self.workingDay(nearest: count, of: count, weekday)]
        case .workingDay(let day): return day <= count ? [Self.workingDay(nearest: day, of: count, weekday)] : []
        case .ofWeek(let days): return (1...count).filter { days.contains(weekday($0)) }
        case .lastWeekday(let day): return (1...count).last { weekday($0) == day }.map { [$0] } ?? []
        case .weekday(let day, let number):
            let all = (1...count).filter { weekday($0) == day }
            return number <= all.count ? [all[number - 1]] : []
        }
    }

    /// Never in another month.
    private static func workingDay(nearest day: Int, of count: Int, _ weekday: (Int) -> Int) -> Int {
        switch weekday(day) {
        case 7: day > 1 ? day - 1 : day + 2
        case 1: day < count ? day + 1 : day - 2
        default: day
        }
    }
}
