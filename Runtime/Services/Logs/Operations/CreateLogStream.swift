import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Makes a log stream.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogStream.html
struct CreateLogStream: Operation {
    static let input = Shape.request(
        name,
        [.required("logGroupName", .groupName), .required("logStreamName", .streamName)]
    )
    static let access = OperationAccess.write(.shared)

    private let group: String
    private let stream: String
    private let created: Int64

    init(_ input: JSON.Object, _ service: Logs) throws(AWSError) {
        group = input["logGroupName"]?.stringValue ?? ""
        stream = input["logStreamName"]?.stringValue ?? ""
        created = service.context.time.now.millisecondsSinceEpoch
    }

    func perform(_ service: Logs, _ connection: Connection) throws -> [UInt8] {
        let store = LogStore(connection)
        let group = try store.existingGroup(group)
        guard try store.stream(stream, of: group) == nil else { throw AWSError.streamExists }
        try store.insertStream(stream, of: group, created: created)
        return Reply.nothing
    }
}
