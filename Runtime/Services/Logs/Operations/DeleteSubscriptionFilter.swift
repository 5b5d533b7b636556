import JSON
import ServiceKit
import Wire

/// Removes a subscription filter.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteSubscriptionFilter.html
struct DeleteSubscriptionFilter: FilterDeletion {
    static let kind = SubscriptionFilter.kind
    static let absence = AWSError.noSuchSubscription

    let filter: FilterName

    init(_ input: JSON.Object, _ service: Logs) throws(AWSError) { filter = FilterName(input) }
}
