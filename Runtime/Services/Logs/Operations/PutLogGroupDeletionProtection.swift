import JSON
import ServiceKit
import Storage
import Wire

/// Protects a group from being deleted, or no longer.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogGroupDeletionProtection.html
struct PutLogGroupDeletionProtection: Operation {
    static let input = Shape.request(
        name,
        [.required("logGroupIdentifier", .groupIdentifier), .required("deletionProtectionEnabled", .boolean)]
    )
    static let access = OperationAccess.write(.shared)

    private let group: String
    private let isProtected: Bool

    static func precheck(_ input: JSON.Object) throws(AWSError) { try LogGroupReference.check(input) }

    init(_ input: JSON.Object, _ service: Logs) throws(AWSError) {
        group = LogGroupReference.name(in: input["logGroupIdentifier"]?.stringValue ?? "")
        isProtected = input["deletionProtectionEnabled"]?.boolValue ?? false
    }

    func perform(_ service: Logs, _ connection: Connection) throws -> [UInt8] {
        let store = LogStore(connection)
        var group = try store.existingGroup(group)
        group.settings.isProtected = isProtected
        try store.update(group)
        return Reply.nothing
    }
}
