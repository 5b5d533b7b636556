import JSON
import ServiceKit
import Time

extension Shape {
    static let alarmTypes = Shape.list(.string(values: AlarmType.allCases.map(\.rawValue)))

    /// What is told of alarms.
    static let metricAlarms = Shape.list(
        .structure(
            PutMetricAlarm.members + stateMembers,
            java: ""
        )
    )
    static let compositeAlarms = Shape.list(
        .structure(
            PutCompositeAlarm.members + stateMembers + [
                .optional("ActionsSuppressedBy", .string()), .optional("ActionsSuppressedReason", .string()),
            ],
            java: ""
        )
    )

    private static let stateMembers: [Member] = [
        .optional("AlarmArn", .string()), .optional("AlarmConfigurationUpdatedTimestamp", .timestamp),
        .optional("StateValue", .string()), .optional("StateReason", .string()),
        .optional("StateReasonData", .string()), .optional("StateUpdatedTimestamp", .timestamp),
        .optional("StateTransitionedTimestamp", .timestamp),
    ]
}

extension AlarmType {
    /// The types that a request asks for: metric alarms, unless others are named.
    static func named(_ input: JSON.Object) -> Set<String> {
        let types = Set(input["AlarmTypes"]?.arrayValue?.compactMap(\.stringValue) ?? [])
        return types.isEmpty ? [AlarmType.metric.rawValue] : types
    }
}
