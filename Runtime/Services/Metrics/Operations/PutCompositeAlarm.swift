import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Makes a composite alarm, or changes the one of its name, which keeps its state until it is looked at.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
struct PutCompositeAlarm: AlarmOperation {
    static let input = Shape.request(name, members + [.optional("Tags", .tags)])
    static let access = OperationAccess.write(.savepoint)

    /// What makes a composite alarm.
    static let members: [Shape.Member] = [
        .required("AlarmName", .alarmName), .required("AlarmRule", .string(length: 1...10_240)),
        .optional("AlarmDescription", .string(length: 0...1024)), .optional("ActionsEnabled", .boolean),
        .optional("OKActions", .actions), .optional("AlarmActions", .actions),
        .optional("InsufficientDataActions", .actions), .optional("ActionsSuppressor", .string(length: 1...1600)),
        .optional("ActionsSuppressorWaitPeriod", .integer), .optional("ActionsSuppressorExtensionPeriod", .integer),
    ]

    private let region: String?
    private let alarm: CompositeAlarm
    private let now: Timestamp

    init(_ input: JSON.Object, region: String?, _ service: Metrics) throws(AWSError) {
        self.region = region
        now = service.context.time.now
        alarm = try CompositeAlarm(input, Self.members, at: now)
    }

    func perform(_ service: Metrics, _ connection: Connection) throws -> [UInt8] {
        let store = AlarmStore(connection, region: region, home: service.context.account)
        let former = try store.former(of: alarm)
        try check(store)
        try store.put(alarm, after: former, now)
        return Reply.nothing
    }

    /// Alarms that are named must be there.
    private func check(_ store: AlarmStore) throws {
        let missing = { (alarm: AlarmReference) in try !alarm.isOf(store.account) || store.alarm(alarm.name) == nil }
        let children = try alarm.rule.children.filter(missing).map(\.text)
        guard children.isEmpty else {
            throw AWSError.validation(
                "Could not save the composite alarm as alarms [\(children.joined(separator: ", "))] in the alarm rule "
                    + "do not exist"
            )
        }
        if let suppressor = alarm.suppressor?.alarm, try missing(suppressor) {
            throw AWSError.validation("The alarm \(suppressor.text) that ActionsSuppressor names does not exist")
        }
    }

    func committed(_ service: Metrics) { service.consider(alarm.name, in: region) }
}
