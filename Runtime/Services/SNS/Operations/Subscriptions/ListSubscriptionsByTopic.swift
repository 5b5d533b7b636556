import JSON
import ServiceKit
import Wire

/// Lists the subscriptions of a topic, oldest first.
/// https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptionsByTopic.html
struct ListSubscriptionsByTopic: DocumentQuery<SNS> {
    static let input = Shape.structure(
        [.required("TopicArn", .string()), .optional("NextToken", .string())],
        java: "ListSubscriptionsByTopicInput"
    )
    static let output = Shape.structure(
        [
            .optional(
                "Subscriptions",
                .list(
                    .structure(
                        [
                            .optional("SubscriptionArn", .string()), .optional("Owner", .string()),
                            .optional("Protocol", .string()), .optional("Endpoint", .string()),
                            .optional("TopicArn", .string()),
                        ],
                        java: "Subscription"
                    )
                )
            ), .optional("NextToken", .string()),
        ],
        java: "ListSubscriptionsByTopicResponse"
    )

    let call: RegionalCall

    func answer(_ documents: Documents, _ service: SNS) throws(AWSError) -> JSON {
        let topic = try call.topicName()
        _ = try documents.topic(topic, call)
        return try call.page(documents.subscriptions(of: topic, call).map(call.listed), "Subscriptions")
    }
}
