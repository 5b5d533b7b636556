import JSON
import ServiceKit
import Wire

/// Changes an attribute of a subscription; an empty value removes it.
/// https://docs.aws.amazon.com/sns/latest/api/API_SetSubscriptionAttributes.html
struct SetSubscriptionAttributes: DocumentChange<SNS> {
    static let input = Shape.structure(
        [
            .required("SubscriptionArn", .string()), .required("AttributeName", .string()),
            .optional("AttributeValue", .string()),
        ],
        java: "SetSubscriptionAttributesInput"
    )

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: SNS) throws(AWSError) -> JSON {
        var (key, subscription) = try documents.subscription(call)
        let (name, value) = (call.text("AttributeName") ?? "", call.text("AttributeValue") ?? "")
        var attributes = subscription.attributes
        if !value.isEmpty || name == "RawMessageDelivery" {
            let scope = name == "FilterPolicyScope" ? value : attributes.text("FilterPolicyScope")
            try SubscriptionRules.check(attribute: name, value, isSubscribe: false, scope: scope)
        }
        if name == "RedrivePolicy" { try SubscriptionRules.checkQueueKind(value, subscription, topic: key) }
        attributes[name] = SubscriptionRules.kept(name, value)
        subscription["Attributes"] = .object(attributes)
        documents[call.shelf(Kind.subscription), key] = subscription
        return [:]
    }
}
