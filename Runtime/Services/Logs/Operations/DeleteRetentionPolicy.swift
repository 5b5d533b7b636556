import JSON
import ServiceKit
import Storage
import Wire

/// Lets a group keep its events for ever.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteRetentionPolicy.html
struct DeleteRetentionPolicy: Operation {
    static let input = Shape.request(name, [.required("logGroupName", .groupName)])
    static let access = OperationAccess.write(.shared)

    private let group: String

    init(_ input: JSON.Object, _ service: Logs) throws(AWSError) { group = input["logGroupName"]?.stringValue ?? "" }

    func perform(_ service: Logs, _ connection: Connection) throws -> [UInt8] {
        let store = LogStore(connection)
        var group = try store.existingGroup(group)
        group.retentionInDays = nil
        try store.update(group)
        return Reply.nothing
    }
}
