import JSON
import ServiceKit
import Storage
import Wire

/// Adds tags to an alarm.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_TagResource.html
struct TagResource: Operation {
    static let input = Shape.request(name, [.required("ResourceARN", .resourceARN), .required("Tags", .tags)])
    static let access = OperationAccess.write(.shared)

    private let alarm: String
    private let arn: String
    private let tags: JSON?

    init(_ input: JSON.Object, _ service: Metrics) throws(AWSError) {
        alarm = try AlarmTags.alarm(input)
        arn = input["ResourceARN"]?.stringValue ?? ""
        tags = input["Tags"]
    }

    func perform(_ service: Metrics, _ connection: Connection) throws -> [UInt8] {
        let store = AlarmStore(connection)
        guard var alarm = try store.alarm(alarm) else { throw AWSError.noSuchResource(arn) }
        alarm.tags = try AlarmTags.merged(alarm.tags, tags)
        try store.put(alarm)
        return Reply.nothing
    }
}
