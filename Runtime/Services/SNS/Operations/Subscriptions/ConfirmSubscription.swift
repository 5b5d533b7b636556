import JSON
import ServiceKit
import Wire

/// Confirms a subscription with the token that its endpoint was sent.
/// https://docs.aws.amazon.com/sns/latest/api/API_ConfirmSubscription.html
struct ConfirmSubscription: DocumentChange<SNS> {
    static let input = Shape.structure(
        [
            .required("TopicArn", .string()), .required("Token", .string()),
            .optional("AuthenticateOnUnsubscribe", .string()),
        ],
        java: "ConfirmSubscriptionInput"
    )
    static let output = Shape.structure([.optional("SubscriptionArn", .string())], java: "ConfirmSubscriptionResponse")

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: SNS) throws(AWSError) -> JSON {
        let topic = try call.topicName()
        guard (call.text("Token") ?? "").allSatisfy(\.isHexDigit) else {
            throw AWSError("InvalidParameter", message: "Invalid token")
        }
        let shelf = call.shelf(Kind.subscription)
        guard
            let (key, found) = documents.subscriptions(of: topic, call).first(where: {
                $0.document["Token"] == call["Token"]
            })
        else { throw .invalid("Token") }
        if found["Pending"] == true {
            var subscription = found
            subscription["Pending"] = nil
            documents[shelf, key] = subscription
        }
        return ["SubscriptionArn": .string(call.arn(key).description)]
    }

    /// The address that confirms is not signed: its topic tells the region.
    init(_ input: JSON.Object, _ headers: HTTPHeaders, _ service: SNS) {
        let topic = input["TopicArn"]?.stringValue.flatMap { ARN($0) }
        call = RegionalCall(input, region: CredentialScope(headers)?.region ?? topic?.region, service.context)
    }

    init(call: RegionalCall) { self.call = call }
}
