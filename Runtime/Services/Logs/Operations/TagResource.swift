import JSON
import ServiceKit
import Storage
import Wire

/// Adds tags to a log group, a destination or what describes a delivery.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_TagResource.html
struct TagResource: Operation {
    static let input = Shape.request(name, [.required("resourceArn", .resourceARN), .required("tags", .tags)])
    static let access = OperationAccess.write(.alone)

    private let resource: TaggedResource
    private let tags: JSON?

    init(_ input: JSON.Object, _ service: Logs) throws(AWSError) {
        resource = try TaggedResource(input)
        tags = input["tags"]
    }

    func perform(_ service: Logs, _ connection: Connection) throws -> [UInt8] {
        try resource.change(service, connection) { $0 = try LogTags.merged($0, tags) }
        return Reply.nothing
    }

    func committed(_ service: Logs) { resource.commit(service) }
}
