import JSON
import ServiceKit
import Storage
import Wire

/// Removes a log stream and its events.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteLogStream.html
struct DeleteLogStream: Operation {
    static let input = Shape.request(
        name,
        [.required("logGroupName", .groupName), .required("logStreamName", .streamName)]
    )
    static let access = OperationAccess.write(.shared)

    private let group: String
    private let stream: String

    init(_ input: JSON.Object, _ service: Logs) throws(AWSError) {
        group = input["logGroupName"]?.stringValue ?? ""
        stream = input["logStreamName"]?.stringValue ?? ""
    }

    func perform(_ service: Logs, _ connection: Connection) throws -> [UInt8] {
        let store = LogStore(connection)
        let group = try store.existingGroup(group)
        try store.remove(store.existingStream(stream, of: group))
        return Reply.nothing
    }
}
