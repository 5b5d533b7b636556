import JSON
import ServiceKit
import Storage
import Wire

/// Adds tags to an alarm, a dashboard or a Contributor Insights rule.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_TagResource.html
struct TagResource: Operation {
    static let input = Shape.request(name, [.required("ResourceARN", .resourceARN), .required("Tags", .tags)])
    static let output = Shape.emptyReply
    static let access = OperationAccess.write(.alone)

    private let resource: TaggedResource
    private let tags: JSON?

    init(_ input: JSON.Object, _ service: Metrics) throws(AWSError) {
        resource = try TaggedResource(input)
        tags = input["Tags"]
    }

    func perform(_ service: Metrics, _ connection: Connection) throws -> [UInt8] {
        try resource.change(service, connection) { $0 = try ResourceTags.merged($0, tags) }
        return Reply.nothing
    }

    func committed(_ service: Metrics) { resource.commit(service) }
}
