import JSON
import ServiceKit
import Wire

/// Removes a metric filter.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteMetricFilter.html
struct DeleteMetricFilter: FilterDeletion {
    static let kind = MetricFilter.kind
    static let absence = AWSError.noSuchMetricFilter

    let filter: FilterName

    static var input: Shape {
        Shape.request(name, [.required("logGroupName", .anyGroupName), .required("filterName", .filterName)])
    }

    init(_ input: JSON.Object, _ service: Logs) throws(AWSError) {
        filter = FilterName(input)
        guard filter.group.utf16.count <= 512 else { throw .nameTooLong }
    }
}
