import JSON
import ServiceKit
import Wire

/// Removes a statement of the policy of a topic.
/// https://docs.aws.amazon.com/sns/latest/api/API_RemovePermission.html
struct RemovePermission: DocumentChange<SNS> {
    static let input = Shape.structure(
        [.required("TopicArn", .string()), .required("Label", .string())],
        java: "RemovePermissionInput"
    )

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: SNS) throws(AWSError) -> JSON {
        let name = try call.topicName()
        var topic = try documents.topic(name, call)
        var policy = try topic.policy(call.arn(name))
        let statements = policy["Statement"]?.arrayValue ?? []
        policy["Statement"] = .array(statements.filter { $0["Sid"] != call["Label"] })
        topic.setPolicy(policy)
        documents[call.shelf(Kind.topic), name] = topic
        return [:]
    }
}
