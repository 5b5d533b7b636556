import ServiceKit
import Time
import Wire

/// What EventBridge Scheduler tells CloudWatch of a group of schedules, in the namespace `AWS/Scheduler`.
/// https://docs.aws.amazon.com/scheduler/latest/UserGuide/monitoring-cloudwatch.html
enum ScheduleMetrics {
    /// Targets were called, or were to be. The source of a delivery is its schedule.
    static func record(_ outgoing: [OutgoingDelivery], _ outcome: Outbox.Outcome, _ context: ServiceContext) {
        let now = context.time.now
        for (schedule, count) in outgoing.countedBySource {
            let group = schedule.resource.split(separator: "/").dropFirst().first.map(String.init) ?? "default"
            let subject = MetricSubject("AWS/Scheduler", [.init("ScheduleGroup", group)])
            let values = names(outcome).map { MetricValue($0, 1, unit: "Count", times: count) }
            context.metrics.record(values, of: subject, at: now)
        }
    }

    private static func names(_ outcome: Outbox.Outcome) -> [String] {
        let refused = ["InvocationAttemptCount", "TargetErrorCount"]
        return switch outcome {
        case .delivered: ["InvocationAttemptCount"]
        case .postponed: refused
        case .lost: refused + ["InvocationDroppedCount"]
        case .buried: refused + ["InvocationDroppedCount", "InvocationsSentToDeadLetterCount"]
        case .unburied: refused + ["InvocationDroppedCount", "InvocationsFailedToBeSentToDeadLetterCount"]
        }
    }
}
