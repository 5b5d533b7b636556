import JSON
import ServiceKit
import Storage
import Wire

/// Removes tags of an alarm, a dashboard or a Contributor Insights rule.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_UntagResource.html
struct UntagResource: Operation {
    static let input = Shape.request(
        name,
        [.required("ResourceARN", .resourceARN), .required("TagKeys", .list(.string(length: 1...128)))]
    )
    static let output = Shape.emptyReply
    static let access = OperationAccess.write(.alone)

    private let resource: TaggedResource
    private let keys: [String]

    init(_ input: JSON.Object, _ service: Metrics) throws(AWSError) {
        resource = try TaggedResource(input)
        keys = (input["TagKeys"]?.arrayValue ?? []).compactMap(\.stringValue)
    }

    func perform(_ service: Metrics, _ connection: Connection) throws -> [UInt8] {
        try resource.change(service, connection) { tags in
            for key in keys { tags[key] = nil }
        }
        return Reply.nothing
    }

    func committed(_ service: Metrics) { resource.commit(service) }
}
