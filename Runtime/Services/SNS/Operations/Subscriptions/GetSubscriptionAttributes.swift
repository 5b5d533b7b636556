import JSON
import ServiceKit
import Wire

/// Tells of one subscription.
/// https://docs.aws.amazon.com/sns/latest/api/API_GetSubscriptionAttributes.html
struct GetSubscriptionAttributes: DocumentQuery<SNS> {
    static let input = Shape.structure(
        [.required("SubscriptionArn", .string())],
        java: "GetSubscriptionAttributesInput"
    )
    static let output = Shape.structure([.optional("Attributes", .texts)], java: "GetSubscriptionAttributesResponse")

    let call: RegionalCall

    func answer(_ documents: Documents, _ service: SNS) throws(AWSError) -> JSON {
        let (key, subscription) = try documents.subscription(call)
        var attributes = JSON.Object([
            ("SubscriptionArn", .string(call.arn(key).description)),
            ("TopicArn", .string(call.arn(String(key.prefix { $0 != ":" })).description)),
            ("Owner", .string(call.account.id)), ("Protocol", subscription["Protocol"] ?? ""),
            ("Endpoint", subscription["Endpoint"] ?? ""), ("RawMessageDelivery", "false"),
            ("PendingConfirmation", .string("\(subscription["Pending"] == true)")),
            ("ConfirmationWasAuthenticated", .string("\(subscription.wasAuthenticated)")),
            // Nobody's credentials are checked: everybody is the same one.
            ("SubscriptionPrincipal", .string("arn:aws:iam::\(call.account.id):user/hearth")),
        ])
        if ["http", "https"].contains(subscription.text("Protocol")) {
            let topic = documents[call.shelf(Kind.topic), String(key.prefix { $0 != ":" })] ?? JSON.Object()
            let policy = TopicPolicy.deliveryPolicy(ofSubscription: subscription, topic)
            attributes["EffectiveDeliveryPolicy"] = .string(policy.text)
        }
        for member in subscription.attributes.members { attributes[member.key] = member.value }
        if attributes["FilterPolicy"] != nil {
            attributes["FilterPolicyScope"] = attributes["FilterPolicyScope"] ?? "MessageAttributes"
        } else {
            attributes["FilterPolicyScope"] = nil
        }
        return ["Attributes": .object(attributes)]
    }
}

extension JSON.Object {
    /// Whether who confirmed a subscription had signed that. What needs no confirmation is made by a signed request.
    fileprivate var wasAuthenticated: Bool { self["Pending"] != true && self["Unauthenticated"] != true }
}
