import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Keeps a policy that lets other services write logs. Nothing is enforced.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutResourcePolicy.html
struct PutResourcePolicy: Operation {
    static let input = Shape.request(
        name,
        [
            .optional("policyName", .string()), .optional("policyDocument", .string(length: 1...51_200)),
            .optional("resourceArn", .string()), .optional("expectedRevisionId", .string(length: 1...Int.max)),
        ]
    )
    static let access = OperationAccess.write(.savepoint)

    private let name: String
    private let policy: PolicyStore.Policy

    init(_ input: JSON.Object, _ service: Logs) throws(AWSError) {
        try NotEmulated.refuse(input, ["resourceArn", "expectedRevisionId"])
        guard let name = input["policyName"]?.stringValue, !name.isEmpty,
            let document = input["policyDocument"]?.stringValue
        else { throw .invalidParameter("policyName and policyDocument must be specified.") }
        self.name = name
        policy = PolicyStore.Policy(
            document: document,
            updated: service.context.time.now.millisecondsSinceEpoch
        )
    }

    func perform(_ service: Logs, _ connection: Connection) throws -> [UInt8] {
        let store = PolicyStore(connection)
        let policies = try store.all()
        guard policies.count < PolicyStore.limit || policies.contains(where: { $0.name == name }) else {
            throw AWSError.limitExceeded
        }
        try store.put(policy, name)
        return Reply.bytes([("resourcePolicy", policy.json(name))])
    }
}
