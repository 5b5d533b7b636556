import JSON
import ServiceKit
import Storage
import Wire

/// Names the key of a group. It is kept and shown; nothing is encrypted.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_AssociateKmsKey.html
struct AssociateKmsKey: Operation {
    static let input = Shape.request(
        name,
        [
            .optional("logGroupName", .groupName), .required("kmsKeyId", .kmsKey),
            .optional("resourceIdentifier", .string(length: 1...2048)),
        ]
    )
    static let access = OperationAccess.write(.shared)

    private let group: String
    private let key: String?

    init(_ input: JSON.Object, _ service: Logs) throws(AWSError) {
        let (name, identifier) = (input["logGroupName"]?.stringValue, input["resourceIdentifier"]?.stringValue)
        guard let group = name ?? identifier.map(LogGroupReference.name(in:)), name == nil || identifier == nil else {
            throw .invalidParameter("Exactly one of logGroupName or resourceIdentifier must be specified.")
        }
        self.group = group
        key = input["kmsKeyId"]?.stringValue
    }

    func perform(_ service: Logs, _ connection: Connection) throws -> [UInt8] {
        let store = LogStore(connection)
        var group = try store.existingGroup(group)
        group.settings.kmsKeyID = key
        try store.update(group)
        return Reply.nothing
    }
}
