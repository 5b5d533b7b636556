import JSON
import ServiceKit
import Storage
import Wire

/// Takes the key of a group away.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DisassociateKmsKey.html
struct DisassociateKmsKey: Operation {
    static let input = Shape.request(
        name,
        [
            .optional("logGroupName", .groupName),
            .optional("resourceIdentifier", .string(length: 1...2048)),
        ]
    )
    static let access = OperationAccess.write(.shared)

    private let group: String

    init(_ input: JSON.Object, _ service: Logs) throws(AWSError) {
        let (name, identifier) = (input["logGroupName"]?.stringValue, input["resourceIdentifier"]?.stringValue)
        guard let group = name ?? identifier.map(LogGroupReference.name(in:)), name == nil || identifier == nil else {
            throw .invalidParameter("Exactly one of logGroupName or resourceIdentifier must be specified.")
        }
        self.group = group
    }

    func perform(_ service: Logs, _ connection: Connection) throws -> [UInt8] {
        let store = LogStore(connection)
        var group = try store.existingGroup(group)
        group.settings.kmsKeyID = nil
        try store.update(group)
        return Reply.nothing
    }
}
