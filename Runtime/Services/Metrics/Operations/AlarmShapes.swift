import ServiceKit
import Time

extension Shape {
    /// What is told of alarms.
    static let metricAlarms = Shape.list(
        .structure(
            PutMetricAlarm.members + [
                .optional("AlarmArn", .string()), .optional("AlarmConfigurationUpdatedTimestamp", .timestamp),
                .optional("StateValue", .string()), .optional("StateReason", .string()),
                .optional("StateReasonData", .string()), .optional("StateUpdatedTimestamp", .timestamp),
                .optional("StateTransitionedTimestamp", .timestamp),
            ],
            java: ""
        )
    )
}
