import JSON
import ServiceKit
import Storage
import Wire

/// Removes a log group and all that is in it.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteLogGroup.html
struct DeleteLogGroup: Operation {
    static let input = Shape.request(name, [.required("logGroupName", .groupName)])
    static let access = OperationAccess.write(.alone)

    private let name: String

    init(_ input: JSON.Object, _ service: Logs) throws(AWSError) { name = input["logGroupName"]?.stringValue ?? "" }

    func perform(_ service: Logs, _ connection: Connection) throws -> [UInt8] {
        let store = LogStore(connection)
        let group = try store.existingGroup(name)
        if group.settings.isProtected {
            throw AWSError(
                "ValidationException",
                message: "Log group deletion is not allowed: deletion protection is enabled."
            )
        }
        try store.remove(group)
        try service.listeners.reload(connection)
        return Reply.nothing
    }
}
