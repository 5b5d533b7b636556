import JSON
import ServiceKit
import Storage
import Wire

/// Adds tags to a log group.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_TagResource.html
struct TagResource: Operation {
    static let input = Shape.request(name, [.required("resourceArn", .resourceARN), .required("tags", .tags)])
    static let access = OperationAccess.write(.shared)

    private let group: String
    private let tags: JSON?

    init(_ input: JSON.Object, _ service: Logs) throws(AWSError) {
        group = try LogTags.group(input)
        tags = input["tags"]
    }

    func perform(_ service: Logs, _ connection: Connection) throws -> [UInt8] {
        let store = LogStore(connection)
        var group = try store.existingGroup(group)
        group.settings.tags = try LogTags.merged(group.settings.tags, tags)
        try store.update(group)
        return Reply.nothing
    }
}
