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
            document: Self.told(document),
            updated: service.context.time.now.millisecondsSinceEpoch
        )
    }

    /// As AWS tells a policy again: with a version, and one service as a text.
    private static func told(_ document: String) -> String {
        guard var policy = (try? JSON(parsing: document))?.objectValue, !policy.isEmpty else { return document }
        if policy["Version"] == nil {
            policy = JSON.Object([("Version", "2008-10-17")] + policy.members.map { ($0.key, $0.value) })
        }
        if let statements = policy["Statement"]?.arrayValue {
            policy["Statement"] = .array(statements.map(withOneService))
        }
        return JSON.object(policy).text
    }

    private static func withOneService(_ statement: JSON) -> JSON {
        guard var object = statement.objectValue, var principal = object["Principal"]?.objectValue,
            let services = principal["Service"]?.arrayValue, services.count == 1
        else { return statement }
        principal["Service"] = services[0]
        object["Principal"] = .object(principal)
        return .object(object)
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
