import JSON
import ServiceKit
import Storage
import Wire

/// Removes a metric filter.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteMetricFilter.html
struct DeleteMetricFilter: Operation {
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
        guard try FilterStore(connection).remove(kind: MetricFilter.kind, name: name, of: group) else {
            throw AWSError.noSuchMetricFilter
        }
        try service.listeners.reload(connection)
        return Reply.nothing
    }
}
