import JSON
import ServiceKit
import Storage
import Wire

/// Lists metric filters of a group, or of all, or of one metric, in the order of their names.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeMetricFilters.html
struct DescribeMetricFilters: Operation {
    static let input = Shape.request(
        name,
        [
            .optional("logGroupName", .groupName), .optional("filterNamePrefix", .filterName),
            .optional("nextToken", .token), .optional("limit", .pageLimit), .optional("metricName", .metricName),
            .optional("metricNamespace", .string(length: 0...255)),
        ]
    )
    static let access = OperationAccess.read

    private let group: String?
    private let metric: (name: String, namespace: String)?
    private let page: FilterPage

    init(_ input: JSON.Object, _ service: Logs) throws(AWSError) {
        group = input["logGroupName"]?.stringValue
        let (name, namespace) = (input["metricName"]?.stringValue, input["metricNamespace"]?.stringValue)
        guard (name == nil) == (namespace == nil) else {
            throw .invalidParameter("If you include metricName, you must also include metricNamespace.")
        }
        if let name, let namespace { metric = (name, namespace) } else { metric = nil }
        page = FilterPage(input)
    }

    func perform(_ service: Logs, _ connection: Connection) throws -> [UInt8] {
        let group = try group.map { try LogStore(connection).existingGroup($0) }
        let filters = try FilterStore(connection).metricFilters(of: group).filter { filter in
            guard let metric else { return true }
            let transformation = filter.settings.transformation
            return (transformation.metricName, transformation.metricNamespace) == (metric.name, metric.namespace)
        }
        let sorted = filters.sorted { ($0.name, $0.group) < ($1.name, $1.group) }
        return page.reply("metricFilters", sorted.map { ($0.group, $0.name, $0.json) })
    }
}
