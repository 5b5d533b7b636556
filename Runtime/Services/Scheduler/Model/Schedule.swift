import JSON
import Schedules
import ServiceKit
import Time
import Wire

/// A schedule, ready to run.
struct Schedule: Sendable {
    let arn: ARN
    let isEnabled: Bool
    let isDeletedAfterCompletion: Bool
    let target: Target
    private let expression: ScheduleExpression
    private let zone: TimeZoneRules
    private let start: Timestamp
    private let end: Timestamp?
    /// How long after its time an invocation may come.
    let window: Duration

    /// Reads a schedule as `CreateSchedule` has it, and refuses one that cannot be run. `created` is when a rate begins
    /// to count that has no start date.
    init(_ json: JSON.Object, arn: ARN, created: Timestamp) throws(AWSError) {
        self.arn = arn
        let text = json.text("ScheduleExpression") ?? ""
        guard let expression = ScheduleExpression(text, isStrict: false) else {
            throw .validation("Invalid Schedule Expression \(text).")
        }
        self.expression = expression
        let zone = json.text("ScheduleExpressionTimezone") ?? "UTC"
        guard let rules = TimeZoneRules(named: zone) else {
            throw .validation("Invalid ScheduleExpressionTimezone \(zone).")
        }
        self.zone = rules
        isEnabled = json.text("State") != "DISABLED"
        isDeletedAfterCompletion = json.text("ActionAfterCompletion") == "DELETE"
        let begins = try Self.date(json, "StartDate")
        end = try Self.date(json, "EndDate")
        start = begins ?? created
        if let end, end <= start {
            throw .validation("The EndDate you specify must come after the StartDate you specify.")
        }
        window = try Self.window(json["FlexibleTimeWindow"])
        target = try Target(json["Target"] ?? .null)
    }

    private static func date(_ json: JSON.Object, _ name: String) throws(AWSError) -> Timestamp? {
        guard let seconds = json[name]?.doubleValue else { return nil }
        guard (0..<9.2e9).contains(seconds) else { throw .validation("\(name) must be between 1970 and 2261.") }
        return Timestamp(secondsSinceEpoch: seconds)
    }

    private static func window(_ json: JSON?) throws(AWSError) -> Duration {
        guard json?["Mode"] == "FLEXIBLE" else { return .zero }
        guard let minutes = json?["MaximumWindowInMinutes"]?.intValue else {
            throw .validation("MaximumWindowInMinutes must be specified when FlexibleTimeWindow Mode is FLEXIBLE.")
        }
        return .seconds(minutes * 60)
    }

    /// When it runs for the first time after `instant`; `nil` when it never will.
    func next(after instant: Timestamp) -> Timestamp? {
        guard isEnabled else { return nil }
        // A time that is the start itself counts.
        let earliest = max(instant, start.adding(nanoseconds: -1))
        let from = isOnce ? instant : earliest
        guard let next = expression.next(after: from, from: start, in: zone) else { return nil }
        if isOnce { return next }
        if let end, next > end { return nil }
        return next
    }

    /// Runs for the first time at its start.
    var isRate: Bool { if case .rate = expression { true } else { false } }

    /// `at(…)` heeds neither start nor end.
    var isOnce: Bool { if case .at = expression { true } else { false } }
}
