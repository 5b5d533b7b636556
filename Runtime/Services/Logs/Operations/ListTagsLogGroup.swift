import JSON
import ServiceKit
import Storage
import Wire

/// Lists the tags of a log group.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_ListTagsLogGroup.html
struct ListTagsLogGroup: Operation {
    static let input = Shape.request(name, [.required("logGroupName", .groupName)])
    static let access = OperationAccess.read

    private let group: String

    init(_ input: JSON.Object, _ service: Logs) throws(AWSError) {
        group = input["logGroupName"]?.stringValue ?? ""
    }

    func perform(_ service: Logs, _ connection: Connection) throws -> [UInt8] {
        let store = LogStore(connection)
        let group = try store.existingGroup(group)
        return Reply.bytes([("tags", LogTags.json(group.settings.tags))])
    }
}
