import JSON
import ServiceKit
import Storage
import Wire

/// Removes tags of a log group, a destination or what describes a delivery.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_UntagResource.html
struct UntagResource: Operation {
    static let input = Shape.request(
        name,
        [.required("resourceArn", .resourceARN), .required("tagKeys", .list(.tagKey, length: 0...50))]
    )
    static let access = OperationAccess.write(.alone)

    private let resource: TaggedResource
    private let keys: [String]

    init(_ input: JSON.Object, _ service: Logs) throws(AWSError) {
        resource = try TaggedResource(input)
        keys = (input["tagKeys"]?.arrayValue ?? []).compactMap(\.stringValue)
    }

    func perform(_ service: Logs, _ connection: Connection) throws -> [UInt8] {
        try resource.change(service, connection) { tags in
            for key in keys { tags[key] = nil }
        }
        return Reply.nothing
    }

    func committed(_ service: Logs) { resource.commit(service) }
}
