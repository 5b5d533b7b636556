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
    private let expectedRevision: String?

    init(_ input: JSON.Object, _ service: Logs) throws(AWSError) {
        try NotEmulated.refuse(input, ["resourceArn"])
        guard let name = input["policyName"]?.stringValue else {
            throw .invalidParameter("policyName must be specified.")
        }
        self.name = name
        expectedRevision = input["expectedRevisionId"]?.stringValue
    }

    func perform(_ service: Logs, _ connection: Connection) throws -> [UInt8] {
        let store = PolicyStore(connection)
        guard let policy = try store.all().first(where: { $0.name == name })?.policy else {
            throw AWSError.noSuchPolicy(name)
        }
        try PolicyRevision.check(expectedRevision, policy)
        try store.remove(name)
        return Reply.nothing
    }
}
