import JSON
import ServiceKit
import Storage
import Wire

/// Removes tags of an alarm.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_UntagResource.html
struct UntagResource: Operation {
    static let input = Shape.request(
        name,
        [.required("ResourceARN", .resourceARN), .required("TagKeys", .list(.string(length: 1...128)))]
    )
    static let access = OperationAccess.write(.shared)

    private let alarm: String
    private let arn: String
    private let keys: [String]

    init(_ input: JSON.Object, _ service: Metrics) throws(AWSError) {
        alarm = try AlarmTags.alarm(input)
        arn = input["ResourceARN"]?.stringValue ?? ""
        keys = (input["TagKeys"]?.arrayValue ?? []).compactMap(\.stringValue)
    }

    func perform(_ service: Metrics, _ connection: Connection) throws -> [UInt8] {
        let store = AlarmStore(connection)
        guard var alarm = try store.alarm(alarm) else { throw AWSError.noSuchResource(arn) }
        for key in keys { alarm.tags[key] = nil }
        try store.put(alarm)
        return Reply.nothing
    }
}
