import JSON
import ServiceKit
import Storage
import Wire

/// Removes alarms; names of none are passed over.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DeleteAlarms.html
struct DeleteAlarms: Operation {
    static let input = Shape.request(name, [.required("AlarmNames", .alarmNames)])
    static let access = OperationAccess.write(.shared)

    private let names: [String]

    init(_ input: JSON.Object, _ service: Metrics) throws(AWSError) {
        names = (input["AlarmNames"]?.arrayValue ?? []).compactMap(\.stringValue)
    }

    func perform(_ service: Metrics, _ connection: Connection) throws -> [UInt8] {
        for name in names { try AlarmStore(connection).remove(name) }
        return Reply.nothing
    }
}
