import JSON
import Schedules
import ServiceKit
import Time
import Wire

/// How a secret gets a new value by itself. Moments are nanoseconds since 1970.
/// https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets.html
struct Rotation: Codable, Sendable, Hashable {
    var isEnabled = false
    var lambdaARN: String?
    /// One of these two, or none.
    var days: Int?
    var schedule: String?
    /// As `3h`.
    var window: String?
    var last: Int64?
    var next: Int64?
    /// The version that the function is making now: what is taken up again after a restart.
    var underWay: String?
    /// The version that the function's test sees, for a rotation that does not begin at once.
    var tested: String?

    /// Seconds from one rotation to the next are counted from `now`.
    mutating func plan(from now: Timestamp) {
        next = nil
        guard isEnabled else { return }
        if let days {
            next = (now + .seconds(86_400) * days).nanosecondsSinceEpoch
        } else if let expression = schedule.flatMap({ ScheduleExpression($0) }) {
            var start = now
            if case .rate(let rate) = expression { start = now + rate }
            next = expression.next(after: now, from: start, in: .utc)?.nanosecondsSinceEpoch
        }
    }

    var rules: JSON? {
        var object = JSON.Object()
        object["AutomaticallyAfterDays"] = days.map { JSON($0) }
        object["Duration"] = window.map { .string($0) }
        object["ScheduleExpression"] = schedule.map { .string($0) }
        return object.members.isEmpty ? nil : .object(object)
    }

    /// Takes over what a request says, and refuses what it cannot mean.
    mutating func apply(_ input: JSON.Object) throws(AWSError) {
        if let arn = input.text("RotationLambdaARN") {
            guard ARN(arn)?.service == "lambda" else {
                throw .invalidParameter("RotationLambdaARN \(arn) is not a valid Lambda function ARN.")
            }
            lambdaARN = arn
        }
        guard let rules = input["RotationRules"]?.nonNull?.objectValue else { return }
        let (days, schedule) = (rules["AutomaticallyAfterDays"]?.intValue, rules.text("ScheduleExpression"))
        guard days == nil || schedule == nil else {
            throw .invalidParameter(
                "You can't specify both AutomaticallyAfterDays and ScheduleExpression in RotationRules."
            )
        }
        if let schedule {
            switch ScheduleExpression(schedule) {
            case .rate, .cron: break
            default: throw .invalidParameter("The ScheduleExpression \(schedule) is invalid.")
            }
        }
        (self.days, self.schedule, window) = (days, schedule, rules.text("Duration"))
    }

    static let rulesShape = Shape.structure(
        [
            .optional("AutomaticallyAfterDays", .number(java: "Long", range: 1...1_000)),
            .optional("Duration", .string(length: 2...3)), .optional("ScheduleExpression", .string(length: 1...256)),
        ],
        java: "com.amazonaws.secretsmanager.RotationRulesType"
    )
}
