import JSON
import ServiceKit
import Wire

/// Removes a subscription; one that is not there is no error.
/// https://docs.aws.amazon.com/sns/latest/api/API_Unsubscribe.html
struct Unsubscribe: DocumentChange<SNS> {
    static let input = Shape.structure([.optional("SubscriptionArn", .string())], java: "UnsubscribeInput")

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: SNS) throws(AWSError) -> JSON {
        let arn = call.text("SubscriptionArn") ?? ""
        guard !arn.isEmpty else { throw .invalid("SubscriptionArn Reason: no value for required parameter") }
        try call.checkARN("SubscriptionArn")
        guard let parts = ARN(arn), parts.service == "sns", parts.resource.contains(":") else {
            throw .invalid("SubscriptionId")
        }
        if let key = call.resource("SubscriptionArn"), documents[call.shelf(Kind.subscription), key] != nil {
            documents[call.shelf(Kind.subscription), key] = nil
        }
        return [:]
    }

    /// The address in messages is not signed: the subscription tells the region.
    init(_ input: JSON.Object, _ headers: HTTPHeaders, _ service: SNS) {
        let subscription = input["SubscriptionArn"]?.stringValue.flatMap { ARN($0) }
        call = RegionalCall(input, region: CredentialScope(headers)?.region ?? subscription?.region, service.context)
    }

    init(call: RegionalCall) { self.call = call }
}
