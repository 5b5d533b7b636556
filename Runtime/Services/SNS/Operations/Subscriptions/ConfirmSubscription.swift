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
    private let isSigned: Bool

    /// The token tells the subscription: of the topic, only its region is looked at.
    func change(_ documents: inout Documents, _ service: SNS) throws(AWSError) -> JSON {
        if isSigned {
            _ = try call.topicName()
        } else {
            guard call.text("TopicArn").flatMap({ ARN($0) })?.service == "sns" else { throw .invalid("Topic") }
        }
        if guardsRemoval && !isSigned {
            throw .unauthenticated("ConfirmSubscription", call.text("TopicArn") ?? "")
        }
        guard (call.text("Token") ?? "").allSatisfy(\.isHexDigit) else {
            throw AWSError("InvalidParameter", message: "Invalid token")
        }
        let shelf = call.shelf(Kind.subscription)
        let removed = call.shelf(Kind.removedSubscription)
        if let (key, found) = find(removed, documents), found.canBeRestored(at: call.now) {
            var subscription = found
            documents[removed, key] = nil
            subscription["Removed"] = nil
            confirm(&subscription)
            documents[shelf, key] = subscription
            return ["SubscriptionArn": .string(call.arn(key).description)]
        }
        guard let (key, found) = find(shelf, documents) else {
            let regions = documents.regions(of: Kind.subscription)
            let isElsewhere = regions.contains { find(Documents.Shelf(Kind.subscription, $0), documents) != nil }
            throw .invalid(isElsewhere ? "Topic" : "Token")
        }
        if found["Pending"] == true {
            var subscription = found
            subscription["Pending"] = nil
            confirm(&subscription)
            documents[shelf, key] = subscription
        }
        return ["SubscriptionArn": .string(call.arn(key).description)]
    }

    /// Whether nobody may remove it without a signature.
    private var guardsRemoval: Bool { call.text("AuthenticateOnUnsubscribe")?.lowercased() == "true" }

    private func confirm(_ subscription: inout JSON.Object) {
        subscription["Unauthenticated"] = isSigned ? nil : true
        subscription["Guarded"] = guardsRemoval ? true : nil
    }

    private func find(_ shelf: Documents.Shelf, _ documents: Documents) -> (name: String, document: JSON.Object)? {
        documents.all(shelf) { $1["Token"] == call["Token"] }.first
    }

    /// The address that confirms is not signed: its topic tells the region.
    init(_ input: JSON.Object, _ headers: HTTPHeaders, _ service: SNS) {
        let topic = input["TopicArn"]?.stringValue.flatMap { ARN($0) }
        let scope = CredentialScope(headers)
        isSigned = scope != nil
        call = RegionalCall(input, region: scope?.region ?? topic?.region, service.context)
    }

    init(call: RegionalCall) {
        self.call = call
        isSigned = true
    }
}
