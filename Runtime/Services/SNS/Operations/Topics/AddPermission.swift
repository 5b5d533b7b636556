import JSON
import ServiceKit
import Wire

/// Adds a statement to the policy of a topic. Nothing enforces it here.
/// https://docs.aws.amazon.com/sns/latest/api/API_AddPermission.html
struct AddPermission: DocumentChange<SNS> {
    static let input = Shape.structure(
        [
            .required("TopicArn", .string()), .required("Label", .string()),
            .required("AWSAccountId", .list(.string())), .required("ActionName", .list(.string())),
        ],
        java: "AddPermissionInput"
    )

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: SNS) throws(AWSError) -> JSON {
        let name = try call.topicName()
        var topic = try documents.topic(name, call)
        let texts = { (member: String) in (call[member]?.arrayValue ?? []).compactMap(\.stringValue) }
        guard texts("ActionName").allSatisfy({ TopicPolicy.actions.contains($0) }) else {
            throw .invalid("Policy statement action out of service scope!")
        }
        let statement = TopicPolicy.statement(
            call.text("Label") ?? "",
            texts("AWSAccountId"),
            texts("ActionName"),
            call.arn(name)
        )
        var policy = try topic.policy(call.arn(name))
        var statements = policy["Statement"]?.arrayValue ?? []
        guard !statements.contains(where: { $0["Sid"] == statement["Sid"] }) else {
            throw .invalid("Statement already exists")
        }
        statements.append(statement)
        policy["Statement"] = .array(statements)
        topic.setPolicy(policy)
        documents[call.shelf(Kind.topic), name] = topic
        return [:]
    }
}

extension JSON.Object {
    func policy(_ topic: ARN) throws(AWSError) -> JSON.Object {
        let kept = attributes.text("Policy").flatMap { try? JSON(parsing: $0) }
        guard let policy = (kept ?? TopicPolicy.initial(topic)).objectValue else { throw .invalid("Policy") }
        return policy
    }

    mutating func setPolicy(_ policy: JSON.Object) {
        var attributes = attributes
        attributes["Policy"] = .string(JSON.object(policy).text)
        self["Attributes"] = .object(attributes)
    }
}
