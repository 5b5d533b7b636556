import JSON
import ServiceKit
import Wire

/// Tells the attributes of text messages.
/// https://docs.aws.amazon.com/sns/latest/api/API_GetSMSAttributes.html
struct GetSMSAttributes: DocumentQuery<SNS> {
    static let input = Shape.structure([.optional("attributes", .list(.string()))], java: "GetSMSAttributesInput")
    static let output = Shape.structure([.optional("attributes", .texts)], java: "GetSMSAttributesResponse")

    let call: RegionalCall

    func answer(_ documents: Documents, _ service: SNS) throws(AWSError) -> JSON {
        let wanted = call["attributes"]?.arrayValue ?? []
        var all = documents.sms(call).attributes
        all["MonthlySpendLimit"] = all["MonthlySpendLimit"] ?? "1"
        let attributes = all.members.filter { wanted.isEmpty || wanted.contains(.string($0.key)) }
        return ["attributes": .object(JSON.Object(attributes.map { ($0.key, $0.value) }))]
    }
}
