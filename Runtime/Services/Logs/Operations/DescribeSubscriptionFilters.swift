import JSON
import ServiceKit
import Storage
import Wire

/// Lists the subscription filters of a group.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeSubscriptionFilters.html
struct DescribeSubscriptionFilters: Operation {
    static let input = Shape.request(
        name,
        [
            .required("logGroupName", .groupName), .optional("filterNamePrefix", .filterName),
            .optional("nextToken", .token), .optional("limit", .pageLimit),
        ]
    )
    static let access = OperationAccess.read

    private let group: String
    private let page: FilterPage

    init(_ input: JSON.Object, _ service: Logs) throws(AWSError) {
        group = input["logGroupName"]?.stringValue ?? ""
        page = FilterPage(input)
    }

    func perform(_ service: Logs, _ connection: Connection) throws -> [UInt8] {
        let group = try LogStore(connection).existingGroup(group)
        let filters = try FilterStore(connection).subscriptions(of: group)
        return page.reply("subscriptionFilters", filters.map { ($0.group, $0.name, $0.json) })
    }
}
