import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Makes a log group.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html
struct CreateLogGroup: Operation {
    static let input = Shape.request(
        name,
        [
            .required("logGroupName", .anyGroupName), .optional("kmsKeyId", .kmsKey), .optional("tags", .tags),
            .optional("logGroupClass", .groupClass), .optional("deletionProtectionEnabled", .boolean),
        ]
    )
    static let access = OperationAccess.write(.shared)

    private let name: String
    private let settings: LogGroup.Settings

    init(_ input: JSON.Object, _ service: Logs) throws(AWSError) {
        name = input["logGroupName"]?.stringValue ?? ""
        guard name.utf16.count <= 512 else { throw .nameTooLong }
        var settings = LogGroup.Settings(created: service.context.time.now.millisecondsSinceEpoch)
        settings.kmsKeyID = input["kmsKeyId"]?.stringValue
        settings.logGroupClass = input["logGroupClass"]?.stringValue ?? settings.logGroupClass
        settings.isProtected = input["deletionProtectionEnabled"]?.boolValue ?? false
        settings.tags = try LogTags.merged([:], input["tags"])
        self.settings = settings
    }

    func perform(_ service: Logs, _ connection: Connection) throws -> [UInt8] {
        let store = LogStore(connection)
        guard try store.group(name) == nil else { throw AWSError.groupExists }
        try store.insert(name, settings)
        return Reply.nothing
    }
}
