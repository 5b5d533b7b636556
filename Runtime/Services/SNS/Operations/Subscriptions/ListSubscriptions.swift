import JSON
import ServiceKit
import Wire

/// Lists the subscriptions of all topics, oldest first.
/// https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptions.html
struct ListSubscriptions: DocumentQuery<SNS> {
    static let input = Shape.structure([.optional("NextToken", .string())], java: "ListSubscriptionsInput")
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
        java: "ListSubscriptionsResponse"
    )

    let call: RegionalCall

    func answer(_ documents: Documents, _ service: SNS) throws(AWSError) -> JSON {
        try call.page(documents.all(call.shelf(Kind.subscription)).sortedByAge.map(call.listed), "Subscriptions")
    }
}

extension RegionalCall {
    /// A subscription as lists have it. One that is not confirmed does not tell its ARN.
    func listed(_ key: String, _ subscription: JSON.Object) -> JSON {
        let arn = subscription["Pending"] == true ? "PendingConfirmation" : arn(key).description
        return [
            "SubscriptionArn": .string(arn), "Owner": .string(account.id), "Protocol": subscription["Protocol"] ?? "",
            "Endpoint": subscription["Endpoint"] ?? "",
            "TopicArn": .string(self.arn(String(key.prefix { $0 != ":" })).description),
        ]
    }
}
