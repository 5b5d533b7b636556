import JSON
import ServiceKit
import Wire

/// Removes a topic with its subscriptions; one that is not there is no error.
/// https://docs.aws.amazon.com/sns/latest/api/API_DeleteTopic.html
struct DeleteTopic: DocumentChange<SNS> {
    static let input = Shape.structure([.required("TopicArn", .string())], java: "DeleteTopicInput")

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: SNS) throws(AWSError) -> JSON {
        let name = try call.topicName()
        guard documents[call.shelf(Kind.topic), name] != nil else { return [:] }
        documents[call.shelf(Kind.topic), name] = nil
        let removed = call.shelf(Kind.removedSubscription)
        for (key, _) in documents.all(removed, where: { key, _ in key.hasPrefix("\(name):") }) {
            documents[removed, key] = nil
        }
        for (key, _) in documents.subscriptions(of: name, call) { documents[call.shelf(Kind.subscription), key] = nil }
        return [:]
    }
}
