import JSON
import Wire

/// The policy of a queue, as `AddPermission` and `RemovePermission` change it. Kept and shown, not enforced.
/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_AddPermission.html
struct AccessPolicy {
    private var document: JSON.Object

    init(_ text: String, queue: ARN) {
        document =
            (try? JSON(parsing: text))?.objectValue
            ?? JSON.Object([
                ("Version", "2008-10-17"), ("Id", .string("\(queue)/SQSDefaultPolicy")), ("Statement", []),
            ])
    }

    private static let ownersOnly: Set = [
        "AddPermission", "CancelMessageMoveTask", "CreateQueue", "DeleteQueue", "ListMessageMoveTasks", "ListQueues",
        "ListQueueTags", "RemovePermission", "SetQueueAttributes", "StartMessageMoveTask", "TagQueue", "UntagQueue",
    ]
    private static let grantable: Set = [
        "*", "ChangeMessageVisibility", "DeleteMessage", "GetQueueAttributes", "GetQueueUrl",
        "ListDeadLetterSourceQueues", "PurgeQueue", "ReceiveMessage", "SendMessage",
    ]

    private var statements: [JSON] { document["Statement"]?.arrayValue ?? [] }

    mutating func add(_ label: String, accounts: [String], actions: [String], queue: ARN) throws(AWSError) {
        guard !statements.contains(where: { $0["Sid"]?.stringValue == label }) else {
            throw .invalid(label, for: "Label", "Already exists.")
        }
        let principals = accounts.map { JSON.string("arn:aws:iam::\($0):root") }
        let names = actions.map { JSON.string("SQS:\($0)") }
        let statement: JSON = [
            "Sid": .string(label), "Effect": "Allow", "Principal": ["AWS": Self.oneOrMore(principals)],
            "Action": Self.oneOrMore(names), "Resource": .string("\(queue)"),
        ]
        document["Statement"] = .array(statements + [statement])
    }

    static func check(_ label: String, accounts: [String], actions: [String]) throws(AWSError) {
        guard MessageText.isIdentifier(label), label.utf8.count <= 80 else {
            throw .invalid(label, for: "Label", "Must be 1 to 80 alphanumeric characters, hyphens or underscores.")
        }
        if actions.isEmpty { throw .missing("Actions") }
        if accounts.isEmpty { throw .invalid("[]", for: "PrincipalId", "Unable to verify.") }
        for account in accounts where account.utf8.count != 12 || Int(account) == nil {
            throw .invalid("[\(account)]", for: "PrincipalId", "Unable to verify.")
        }
        for action in actions where !grantable.contains(action) {
            let reason =
                ownersOnly.contains(action)
                ? "Only the queue owner is allowed to invoke this action."
                : "Please refer to the appropriate WSDL for a list of valid actions."
            throw .invalid("SQS:\(action)", for: "ActionName", reason)
        }
        guard actions.count <= Limits.actionsOfPermission else {
            throw AWSError(
                "OverLimit",
                status: 403,
                message: "\(actions.count) Actions were found, maximum allowed is \(Limits.actionsOfPermission)."
            )
        }
    }

    mutating func remove(_ label: String) throws(AWSError) {
        let rest = statements.filter { $0["Sid"]?.stringValue != label }
        guard rest.count < statements.count else { throw .invalid(label, for: "Label", "can't find label.") }
        document["Statement"] = .array(rest)
    }

    /// Empty when it says nothing.
    var text: String { statements.isEmpty ? "" : JSON.object(document).text }

    private static func oneOrMore(_ values: [JSON]) -> JSON { values.count == 1 ? values[0] : .array(values) }
}
