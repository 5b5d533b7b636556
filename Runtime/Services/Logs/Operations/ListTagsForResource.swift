import JSON
import ServiceKit
import Storage
import Wire

/// Lists the tags of a log group, a destination or what describes a delivery.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_ListTagsForResource.html
struct ListTagsForResource: Operation {
    static let input = Shape.request(name, [.required("resourceArn", .resourceARN)])
    static let access = OperationAccess.read

    private let resource: TaggedResource

    init(_ input: JSON.Object, _ service: Logs) throws(AWSError) {
        resource = try TaggedResource(input)
    }

    func perform(_ service: Logs, _ connection: Connection) throws -> [UInt8] {
        Reply.bytes([("tags", LogTags.json(try resource.tags(service, connection)))])
    }
}
