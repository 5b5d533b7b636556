import JSON
import ServiceKit
import Storage
import Wire

/// Tells of alarms in the order of their names.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html
struct DescribeAlarms: Operation {
    static let input = Shape.request(
        name,
        [
            .optional("AlarmNames", .alarmNames), .optional("AlarmNamePrefix", .alarmName),
            .optional("AlarmTypes", .list(.string(values: ["CompositeAlarm", "MetricAlarm"]))),
            .optional("ChildrenOfAlarmName", .alarmName), .optional("ParentsOfAlarmName", .alarmName),
            .optional("StateValue", .alarmState), .optional("ActionPrefix", .string(length: 1...1024)),
            .optional("MaxRecords", .number(java: "Integer", range: 1...100)), .optional("NextToken", .string()),
        ]
    )
    static let output = Shape.reply([
        .optional("CompositeAlarms", .list(.string())), .optional("MetricAlarms", .metricAlarms),
        .optional("NextToken", .string()),
    ])
    static let access = OperationAccess.read

    private let names: Set<String>?
    private let prefix: String
    private let state: String?
    private let actionPrefix: String?
    /// No alarm here is composed of others, and where none is named composite ones are not asked for.
    private let hasMetricAlarms: Bool
    private let limit: Int
    private let start: Int

    init(_ input: JSON.Object, _ service: Metrics) throws(AWSError) {
        let names = input["AlarmNames"]?.arrayValue?.compactMap(\.stringValue) ?? []
        self.names = names.isEmpty ? nil : Set(names)
        prefix = input["AlarmNamePrefix"]?.stringValue ?? ""
        state = input["StateValue"]?.stringValue
        actionPrefix = input["ActionPrefix"]?.stringValue
        let isOfFamily = input["ChildrenOfAlarmName"]?.nonNull != nil || input["ParentsOfAlarmName"]?.nonNull != nil
        let types = input["AlarmTypes"]?.arrayValue?.compactMap(\.stringValue) ?? []
        hasMetricAlarms = !isOfFamily && (types.isEmpty || types.contains("MetricAlarm"))
        limit = input["MaxRecords"]?.intValue ?? 50
        start = try PageStart.read(input)
    }

    func perform(_ service: Metrics, _ connection: Connection) throws -> [UInt8] {
        let alarms = hasMetricAlarms ? try AlarmStore(connection).all().filter(isWanted) : []
        let page = alarms.dropFirst(start).prefix(limit)
        let isMore = alarms.count > start + limit
        return Reply.bytes([
            ("CompositeAlarms", []), ("MetricAlarms", .array(page.map { $0.json(service.context.account) })),
            ("NextToken", isMore ? .string(String(start + limit)) : nil),
        ])
    }

    private func isWanted(_ alarm: MetricAlarm) -> Bool {
        let actions = AlarmState.Value.allCases.flatMap { alarm.actions(for: $0) }
        return names?.contains(alarm.name) ?? true && alarm.name.hasPrefix(prefix)
            && state.map { $0 == alarm.state.value.rawValue } ?? true
            && actionPrefix.map { prefix in actions.contains { $0.hasPrefix(prefix) } } ?? true
    }
}
