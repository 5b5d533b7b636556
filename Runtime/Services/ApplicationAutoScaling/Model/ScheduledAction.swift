import JSON
import Schedules
import ServiceKit
import Time
import Wire

/// A change of a target's bounds at certain times, ready to run.
/// https://docs.aws.amazon.com/autoscaling/application/APIReference/API_ScheduledAction.html
struct ScheduledAction: Sendable {
    let minimum: Int?
    let maximum: Int?
    private let expression: ScheduleExpression
    private let zone: TimeZoneRules
    /// When it was put as it is, when it ran last, and between which times it runs again and again.
    private let put: Timestamp
    private let lastRun: Timestamp?
    private let start: Timestamp?
    private let end: Timestamp?

    /// Reads a document, and refuses one that cannot be run.
    init(_ document: JSON.Object) throws(AWSError) {
        let text = document.text("Schedule") ?? ""
        guard let expression = ScheduleExpression(text, isStrict: false) else {
            throw .validation("Invalid schedule expression: \(text)")
        }
        self.expression = expression
        let name = document.text("Timezone") ?? "UTC"
        guard let zone = TimeZoneRules(named: name) else { throw .validation("Invalid time zone: \(name)") }
        self.zone = zone
        start = try Self.time(document, "StartTime")
        end = try Self.time(document, "EndTime")
        if let start, let end, end <= start { throw .validation("EndTime must come after StartTime.") }
        put = Timestamp(millisecondsSinceEpoch: Int64(document.int("Put") ?? 0))
        lastRun = document.int("LastRun").map { Timestamp(millisecondsSinceEpoch: Int64($0)) }
        let action = document["ScalableTargetAction"]
        (minimum, maximum) = (action?["MinCapacity"]?.intValue, action?["MaxCapacity"]?.intValue)
        guard minimum != nil || maximum != nil else {
            throw .validation("At least one of minimum capacity and maximum capacity should be provided")
        }
    }

    private static func time(_ document: JSON.Object, _ name: String) throws(AWSError) -> Timestamp? {
        guard let seconds = document[name]?.doubleValue else { return nil }
        guard (0..<9.2e9).contains(seconds) else { throw .validation("\(name) must be between 1970 and 2261.") }
        return Timestamp(secondsSinceEpoch: seconds)
    }

    /// When it runs next; `nil` when it does not any more. What is to run once and should have while nothing ran here is
    /// due at once. A rate counts from its start, or else comes first one period after it was put.
    func next(at now: Timestamp) -> Timestamp? {
        if case .at = expression { return expression.next(after: lastRun ?? put, from: put, in: zone) }
        var from = start ?? put
        if case .rate(let rate) = expression, start == nil { from = put + rate }
        let earliest = max(lastRun ?? now, now, from.adding(nanoseconds: -1))
        guard let next = expression.next(after: earliest, from: from, in: zone) else { return nil }
        return end.map { next <= $0 } ?? true ? next : nil
    }
}
