import Time

/// When something happens: `at(2026-11-21T09:00:00)`, `rate(5 minutes)` or `cron(0 10 ? * MON-FRI *)`.
/// https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
package enum ScheduleExpression: Sendable, Hashable {
    /// Once, at this time of the schedule's zone.
    case at(LocalTime)
    /// Again and again, so long after the one before.
    case rate(Duration)
    case cron(CronExpression)

    /// `nil` for a text that is none. EventBridge's rules are strict about `1 minute` and `5 minutes`; its Scheduler is not,
    /// and says so with `isStrict`.
    package init?(_ text: String, isStrict: Bool = true) {
        guard text.hasSuffix(")"), let open = text.firstIndex(of: "(") else { return nil }
        let inside = text[text.index(after: open)...].dropLast()
        switch text[..<open] {
        case "at":
            guard let time = LocalTime(inside) else { return nil }
            self = .at(time)
        case "rate":
            guard let rate = Self.rate(inside, isStrict: isStrict) else { return nil }
            self = .rate(rate)
        case "cron":
            guard let cron = CronExpression(inside) else { return nil }
            self = .cron(cron)
        default: return nil
        }
    }

    private static func rate(_ text: Substring, isStrict: Bool) -> Duration? {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 2, let count = Int(parts[0]), (1...31_536_000).contains(count),
            parts[0].allSatisfy(\.isNumber)
        else { return nil }
        let isPlural = parts[1].hasSuffix("s")
        guard !isStrict || isPlural == (count != 1) else { return nil }
        switch isPlural ? parts[1].dropLast() : parts[1] {
        case "minute": return .seconds(count * 60)
        case "hour": return .seconds(count * 3_600)
        case "day": return .seconds(count * 86_400)
        default: return nil
        }
    }

    /// The first time after `instant`; `nil` when there is none any more. `start` is when a rate begins to count.
    package func next(after instant: Timestamp, from start: Timestamp, in zone: TimeZoneRules) -> Timestamp? {
        switch self {
        case .at(let time):
            let moment = zone.moment(of: time) ?? zone.momentAfterGap(of: time)
            return moment > instant ? moment : nil
        case .rate(let rate):
            guard rate > .zero else { return nil }
            if start > instant { return start }
            let periods = (instant - start).nanoseconds / rate.nanoseconds + 1
            let (offset, overflow) = rate.nanoseconds.multipliedReportingOverflow(by: periods)
            return overflow ? nil : start.adding(nanoseconds: offset)
        case .cron(let cron): return cron.next(after: instant, in: zone)
        }
    }
}
