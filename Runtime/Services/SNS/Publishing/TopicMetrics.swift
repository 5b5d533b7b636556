import ServiceKit
import Time
import Wire

/// What SNS tells CloudWatch of a topic, in the namespace `AWS/SNS`.
/// https://docs.aws.amazon.com/sns/latest/dg/sns-monitoring-using-cloudwatch.html
enum TopicMetrics {
    private static func subject(_ topic: ARN) -> MetricSubject {
        MetricSubject("AWS/SNS", [.init("TopicName", topic.resource)])
    }

    /// `filteredOut` are the subscribers that did not want it.
    static func published(_ notification: Notification, filteredOut: Int, _ context: ServiceContext) {
        var values = [
            MetricValue("NumberOfMessagesPublished", 1, unit: "Count"),
            MetricValue("PublishSize", Double(notification.text(for: "default").utf8.count), unit: "Bytes"),
        ]
        if filteredOut > 0 {
            values.append(MetricValue("NumberOfNotificationsFilteredOut", Double(filteredOut), unit: "Count"))
        }
        context.metrics.record(values, of: subject(notification.topic), at: context.time.now)
    }

    /// Subscribers were sent a message, or were to be.
    static func record(_ outgoing: [OutgoingDelivery], _ outcome: Outbox.Outcome, _ context: ServiceContext) {
        let names = names(outcome)
        if names.isEmpty { return }
        let now = context.time.now
        for (topic, count) in outgoing.countedBySource {
            let values = names.map { MetricValue($0, 1, unit: "Count", times: count) }
            context.metrics.record(values, of: subject(topic), at: now)
        }
    }

    private static func names(_ outcome: Outbox.Outcome) -> [String] {
        switch outcome {
        case .delivered: ["NumberOfNotificationsDelivered"]
        case .postponed: []
        case .lost: ["NumberOfNotificationsFailed"]
        case .buried: ["NumberOfNotificationsFailed", "NumberOfNotificationsRedrivenToDlq"]
        case .unburied: ["NumberOfNotificationsFailed", "NumberOfNotificationsFailedToRedriveToDlq"]
        }
    }
}
