import ServiceKit
import Time
import Wire

/// What EventBridge tells CloudWatch of a rule, in the namespace `AWS/Events`.
/// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html
enum RuleMetrics {
    /// Rules of other buses than the default one are told with their bus.
    static func subject(_ rule: ARN) -> MetricSubject {
        let parts = rule.resource.split(separator: "/").dropFirst().map(String.init)
        let name = MetricSubject.Dimension("RuleName", parts.last ?? "")
        return MetricSubject("AWS/Events", parts.count > 1 ? [.init("EventBusName", parts[0]), name] : [name])
    }

    /// Events have matched these rules.
    static func matched(_ rules: [MetricSubject], _ context: ServiceContext) {
        let now = context.time.now
        for (rule, same) in Dictionary(grouping: rules, by: \.self) {
            let values = ["MatchedEvents", "TriggeredRules"].map {
                MetricValue($0, 1, unit: "Count", times: same.count)
            }
            context.metrics.record(values, of: rule, at: now)
        }
    }

    /// Targets were called, or were to be.
    static func record(_ outgoing: [OutgoingDelivery], _ outcome: Outbox.Outcome, _ context: ServiceContext) {
        let now = context.time.now
        for (rule, count) in outgoing.countedBySource {
            let values = names(outcome).map { MetricValue($0, 1, unit: "Count", times: count) }
            context.metrics.record(values, of: subject(rule), at: now)
        }
    }

    private static func names(_ outcome: Outbox.Outcome) -> [String] {
        switch outcome {
        case .delivered: ["Invocations", "InvocationAttempts", "SuccessfulInvocationAttempts"]
        case .postponed: ["InvocationAttempts", "RetryInvocationAttempts"]
        case .lost: ["Invocations", "InvocationAttempts", "FailedInvocations"]
        case .buried: ["Invocations", "InvocationAttempts", "FailedInvocations", "InvocationsSentToDlq"]
        case .unburied: ["Invocations", "InvocationAttempts", "FailedInvocations", "InvocationsFailedToBeSentToDlq"]
        }
    }
}
