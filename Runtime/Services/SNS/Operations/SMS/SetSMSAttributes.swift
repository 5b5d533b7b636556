import JSON
import ServiceKit
import Wire

/// Keeps attributes of text messages. They change nothing here.
/// https://docs.aws.amazon.com/sns/latest/api/API_SetSMSAttributes.html
struct SetSMSAttributes: DocumentChange<SNS> {
    static let input = Shape.structure([.required("attributes", .texts)], java: "SetSMSAttributesInput")
    static let output = Shape.structure([], java: "SetSMSAttributesResponse")

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: SNS) throws(AWSError) -> JSON {

        var settings = documents.sms(call)
        var attributes = settings.attributes
        for member in call["attributes"]?.objectValue?.members ?? [] { attributes[member.key] = member.value }
        settings["Attributes"] = .object(attributes)
        documents[call.shelf(Kind.settings), "sms"] = settings
        return [:]
    }
}

extension Documents {
    func sms(_ call: RegionalCall) -> JSON.Object { self[call.shelf(Kind.settings), "sms"] ?? JSON.Object() }
}
