import JSON
import ServiceKit
import Storage
import Wire

/// Removes a resource policy.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteResourcePolicy.html
struct DeleteResourcePolicy: Operation {
    static let input = Shape.request(
        name,
        [
            .optional("policyName", .string()), .optional("resourceArn", .string()),
            .optional("expectedRevisionId", .string(length: 1...Int.max)),
        ]
    )
    static let access = OperationAccess.write(.savepoint)

    private let name: String

    init(_ input: JSON.Object, _ service: Logs) throws(AWSError) {
        try NotEmulated.refuse(input, ["resourceArn", "expectedRevisionId"])
        guard let name = input["policyName"]?.stringValue else {
            throw .invalidParameter("policyName must be specified.")
        }
        self.name = name
    }

    func perform(_ service: Logs, _ connection: Connection) throws -> [UInt8] {
        let store = PolicyStore(connection)
        guard try store.all().contains(where: { $0.name == name }) else { throw AWSError.noSuchPolicy(name) }
        try store.remove(name)
        return Reply.nothing
    }
}
