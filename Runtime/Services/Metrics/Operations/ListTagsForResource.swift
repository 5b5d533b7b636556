import JSON
import ServiceKit
import Storage
import Wire

/// Lists the tags of an alarm, a dashboard or a Contributor Insights rule; there are none of what is not there.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListTagsForResource.html
struct ListTagsForResource: Operation {
    static let input = Shape.request(name, [.required("ResourceARN", .resourceARN)])
    static let output = Shape.reply([.optional("Tags", .tags)])
    static let access = OperationAccess.read

    private let resource: TaggedResource

    init(_ input: JSON.Object, _ service: Metrics) throws(AWSError) {
        resource = try TaggedResource(input)
    }

    func perform(_ service: Metrics, _ connection: Connection) throws -> [UInt8] {
        Reply.bytes([("Tags", ResourceTags.json(try resource.tags(service, connection) ?? [:]))])
    }
}
