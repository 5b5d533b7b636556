import JSON
import ServiceKit
import Storage
import Wire

/// Removes a subscription filter.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteSubscriptionFilter.html
struct DeleteSubscriptionFilter: Operation {
    static let input = Shape.request(
        name,
        [.required("logGroupName", .groupName), .required("filterName", .filterName)]
    )
    static let access = OperationAccess.write(.alone)

    private let group: String
    private let name: String

    init(_ input: JSON.Object, _ service: Logs) throws(AWSError) {
        group = input["logGroupName"]?.stringValue ?? ""
        name = input["filterName"]?.stringValue ?? ""
    }

    func perform(_ service: Logs, _ connection: Connection) throws -> [UInt8] {
        let group = try LogStore(connection).existingGroup(group)
        guard try FilterStore(connection).remove(kind: SubscriptionFilter.kind, name: name, of: group) else {
            throw AWSError.noSuchSubscription
        }
        try service.listeners.reload(connection)
        return Reply.nothing
    }
}
