import JSON
import ServiceKit
import Wire

/// Keeps a statement of a bus's policy, or a whole policy. Nothing enforces it here.
/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutPermission.html
struct PutPermission: DocumentChange<EventBridge> {
    static let input = Shape.structure(
        [
            .optional("EventBusName", .string(length: 1...256, pattern: .resourceName)),
            .optional("Action", .string(length: 1...64)), .optional("Principal", .string(length: 1...12)),
            .optional("StatementId", .string(length: 1...64, pattern: .statementID)),
            .optional(
                "Condition",
                .structure(
                    [.required("Type", .string()), .required("Key", .string()), .required("Value", .string())],
                    java: "Condition"
                )
            ), .optional("Policy", .string()),
        ],
        java: "PutPermissionRequest"
    )

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: EventBridge) throws(AWSError) -> JSON {
        let name = call.busName()
        var bus = try documents.bus(name, call)
        if let policy = call.text("Policy") {
            bus["Policy"] = try Self.policy(policy)
        } else {
            bus["Policy"] = try policy(bus["Policy"], adding: statement(name))
        }
        bus["LastModifiedTime"] = call.timestamp
        documents[call.shelf(Kind.bus), name] = bus
        return [:]
    }

    private static func policy(_ text: String) throws(AWSError) -> JSON {
        guard let policy = try? JSON(parsing: text), policy["Statement"]?.arrayValue != nil else {
            throw .validation("This policy contains invalid Json")
        }
        return policy
    }

    private func policy(_ policy: JSON?, adding statement: JSON) throws(AWSError) -> JSON {
        let others = (policy?["Statement"]?.arrayValue ?? []).filter { $0["Sid"] != statement["Sid"] }
        return ["Version": "2012-10-17", "Statement": .array(others + [statement])]
    }

    private func statement(_ bus: String) throws(AWSError) -> JSON {
        guard let action = call.text("Action"), let principal = call.text("Principal"),
            let id = call.text("StatementId")
        else { throw .validation("Parameter(s) Action, Principal, StatementId or Policy must be specified.") }
        guard action == "events:PutEvents" else {
            throw .validation("Provided value in parameter 'action' is not supported.")
        }
        guard principal == "*" || principal.wholeMatch(of: /\d{12}/) != nil else {
            throw .validation("Provided value in parameter 'principal' is not valid.")
        }
        let partition = call.busARN(bus).partition
        var statement = JSON.Object([
            ("Sid", .string(id)), ("Effect", "Allow"),
            ("Principal", principal == "*" ? "*" : ["AWS": .string("arn:\(partition):iam::\(principal):root")]),
            ("Action", .string(action)), ("Resource", .string(call.busARN(bus).description)),
        ])
        if let condition = call["Condition"], let key = condition["Key"]?.stringValue,
            let type = condition["Type"]?.stringValue
        {
            let operand = JSON.Object([(key, condition["Value"] ?? "")])
            statement["Condition"] = .object(JSON.Object([(type, .object(operand))]))
        }
        return .object(statement)
    }
}
