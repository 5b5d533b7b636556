import JSON
import ServiceKit
import Storage
import Wire

/// Keeps alarms from acting; they go on changing their states.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DisableAlarmActions.html
struct DisableAlarmActions: Operation {
    static let input = Shape.request(name, [.required("AlarmNames", .alarmNames)])
    static let access = OperationAccess.write(.shared)

    private let names: [String]

    init(_ input: JSON.Object, _ service: Metrics) throws(AWSError) {
        names = (input["AlarmNames"]?.arrayValue ?? []).compactMap(\.stringValue)
    }

    func perform(_ service: Metrics, _ connection: Connection) throws -> [UInt8] {
        let store = AlarmStore(connection)
        for name in names {
            guard var alarm = try store.alarm(name) else { continue }
            alarm.actionsEnabled = false
            try store.put(alarm)
        }
        return Reply.nothing
    }
}
