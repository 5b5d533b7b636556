import JSON
import ServiceKit
import Storage
import Wire

/// Removes tags of a log group.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_UntagLogGroup.html
struct UntagLogGroup: Operation {
    static let input = Shape.request(
        name,
        [.required("logGroupName", .groupName), .required("tags", .list(.tagKey, length: 1...Int.max))]
    )
    static let access = OperationAccess.write(.shared)

    private let group: String
    private let keys: [String]

    init(_ input: JSON.Object, _ service: Logs) throws(AWSError) {
        group = input["logGroupName"]?.stringValue ?? ""
        keys = (input["tags"]?.arrayValue ?? []).compactMap(\.stringValue)
    }

    func perform(_ service: Logs, _ connection: Connection) throws -> [UInt8] {
        let store = LogStore(connection)
        var group = try store.existingGroup(group)
        for key in keys { group.settings.tags[key] = nil }
        try store.update(group)
        return Reply.nothing
    }
}
