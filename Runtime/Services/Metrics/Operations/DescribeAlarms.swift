import JSON
import ServiceKit
import Storage
import Wire

/// Tells of alarms in the order of their names.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html
struct DescribeAlarms: AlarmOperation {
    static let input = Shape.request(
        name,
        [
            .optional("AlarmNames", .alarmNames), .optional("AlarmNamePrefix", .alarmName),
            .optional("AlarmTypes", .alarmTypes),
            .optional("ChildrenOfAlarmName", .alarmName), .optional("ParentsOfAlarmName", .alarmName),
            .optional("StateValue", .alarmState), .optional("ActionPrefix", .string(length: 1...1024)),
            .optional("MaxRecords", .number(java: "Integer", range: 1...100)), .optional("NextToken", .string()),
        ]
    )
    static let output = Shape.reply([
        .optional("CompositeAlarms", .compositeAlarms), .optional("MetricAlarms", .metricAlarms),
        .optional("NextToken", .string()),
    ])
    static let access = OperationAccess.read

    private enum Family: Sendable {
        case children(of: String)
        case parents(of: String)
    }

    private let region: String?
    private let names: Set<String>?
    private let prefix: String
    private let state: String?
    private let actionPrefix: String?
    private let types: Set<String>
    private let family: Family?
    private let limit: Int
    private let start: Int

    init(_ input: JSON.Object, region: String?, _ service: Metrics) throws(AWSError) {
        self.region = region
        let names = input["AlarmNames"]?.arrayValue?.compactMap(\.stringValue) ?? []
        self.names = names.isEmpty ? nil : Set(names)
        prefix = input["AlarmNamePrefix"]?.stringValue ?? ""
        state = input["StateValue"]?.stringValue
        actionPrefix = input["ActionPrefix"]?.stringValue
        family = try Self.family(input)
        types = AlarmType.named(input)
        limit = input["MaxRecords"]?.intValue ?? 50
        start = try PageStart.read(input)
    }

    private static func family(_ input: JSON.Object) throws(AWSError) -> Family? {
        let (child, parent) = (input["ParentsOfAlarmName"]?.stringValue, input["ChildrenOfAlarmName"]?.stringValue)
        guard let name = child ?? parent else { return nil }
        let given = input.members.filter { !$0.value.isNull && !["MaxRecords", "NextToken"].contains($0.key) }
        guard given.count == 1 else {
            let member = child == nil ? "ChildrenOfAlarmName" : "ParentsOfAlarmName"
            throw .validation("\(member) cannot be used with other parameters than MaxRecords and NextToken")
        }
        return child == nil ? .children(of: name) : .parents(of: name)
    }

    func perform(_ service: Metrics, _ connection: Connection) throws -> [UInt8] {
        let store = AlarmStore(connection, region: region, home: service.context.account)
        let (account, all) = (store.account, try store.all())
        let relations = AlarmFamily(all, account)
        let alarms: [any StatefulAlarm] =
            switch family {
            case .children(let name): relations.children(of: name)
            case .parents(let name): relations.parents(of: name)
            case nil: all.filter(isWanted)
            }
        let page = alarms.dropFirst(start).prefix(limit)
        let isMore = alarms.count > start + limit
        let shown = { (type: AlarmType) in
            JSON.array(page.filter { $0.type == type }.map { family == nil ? $0.json(account) : $0.outline(account) })
        }
        return Reply.bytes([
            ("CompositeAlarms", shown(.composite)), ("MetricAlarms", shown(.metric)),
            ("NextToken", isMore ? .string(String(start + limit)) : nil),
        ])
    }

    private func isWanted(_ alarm: any StatefulAlarm) -> Bool {
        let actions = AlarmState.Value.allCases.flatMap { alarm.actions(for: $0) }
        return types.contains(alarm.type.rawValue) && names?.contains(alarm.name) ?? true
            && alarm.name.hasPrefix(prefix) && state.map { $0 == alarm.state.value.rawValue } ?? true
            && actionPrefix.map { prefix in actions.contains { $0.hasPrefix(prefix) } } ?? true
    }
}

extension StatefulAlarm {
    /// What is told of parents and children.
    fileprivate func outline(_ account: AWSAccount) -> JSON {
        let all = described(account)
        let members = ["AlarmName", "AlarmArn", "StateValue", "StateUpdatedTimestamp"]
        return .object(JSON.Object(members.compactMap { name in all[name].map { (name, $0) } }))
    }
}
