import JSON
import ServiceKit
import Wire

/// Tells of one topic.
/// https://docs.aws.amazon.com/sns/latest/api/API_GetTopicAttributes.html
struct GetTopicAttributes: DocumentQuery<SNS> {
    static let input = Shape.structure([.required("TopicArn", .string())], java: "GetTopicAttributesInput")
    static let output = Shape.structure([.optional("Attributes", .texts)], java: "GetTopicAttributesResponse")

    let call: RegionalCall

    func answer(_ documents: Documents, _ service: SNS) throws(AWSError) -> JSON {
        let name = try call.topicName()
        let topic = try documents.topic(name, call)
        let subscriptions = documents.subscriptions(of: name, call)
        let pending = subscriptions.count { $0.document["Pending"] == true }
        var attributes = JSON.Object([
            ("Policy", .string(TopicPolicy.initial(call.arn(name)).text)), ("DisplayName", ""),
            ("EffectiveDeliveryPolicy", .string(TopicPolicy.deliveryPolicy(topic).text)),
            ("TopicArn", .string(call.arn(name).description)), ("Owner", .string(call.account.id)),
            ("SubscriptionsPending", .string(String(pending))),
            ("SubscriptionsConfirmed", .string(String(subscriptions.count - pending))),
            ("SubscriptionsDeleted", "0"),
        ])
        if topic.flag("FifoTopic") { attributes["ContentBasedDeduplication"] = "false" }
        for member in topic.attributes.members { attributes[member.key] = member.value }
        return ["Attributes": .object(attributes)]
    }
}
