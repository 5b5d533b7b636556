import JSON
import ServiceKit
import Storage
import Wire

/// Lists the tags of an alarm.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListTagsForResource.html
struct ListTagsForResource: Operation {
    static let input = Shape.request(name, [.required("ResourceARN", .resourceARN)])
    static let output = Shape.reply([.optional("Tags", .tags)])
    static let access = OperationAccess.read

    private let alarm: String
    private let arn: String

    init(_ input: JSON.Object, _ service: Metrics) throws(AWSError) {
        alarm = try AlarmTags.alarm(input)
        arn = input["ResourceARN"]?.stringValue ?? ""
    }

    func perform(_ service: Metrics, _ connection: Connection) throws -> [UInt8] {
        let store = AlarmStore(connection)
        guard let alarm = try store.alarm(alarm) else { throw AWSError.noSuchResource(arn) }
        let tags = alarm.tags.sorted { $0.key < $1.key }.map { key, value -> JSON in
            ["Key": .string(key), "Value": .string(value)]
        }
        return Reply.bytes([("Tags", .array(tags))])
    }
}
