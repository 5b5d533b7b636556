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
        for member in call["attributes"]?.objectValue?.members ?? [] {
            try Self.check(member.key, member.value.stringValue ?? "")
            attributes[member.key] = member.value
        }
        settings["Attributes"] = .object(attributes)
        documents[call.shelf(Kind.settings), "sms"] = settings
        return [:]
    }
}

extension SetSMSAttributes {
    private static let names: Set = [
        "MonthlySpendLimit", "DeliveryStatusIAMRole", "DeliveryStatusSuccessSamplingRate", "DefaultSenderID",
        "DefaultSMSType", "UsageReportS3Bucket",
    ]

    fileprivate static func check(_ name: String, _ value: String) throws(AWSError) {
        guard names.contains(name) else { throw refusal("\(name) is not a valid attribute") }
        switch name {
        case "DefaultSenderID":
            let isRight = value.wholeMatch(of: /[A-Za-z0-9]{1,11}/) != nil && value.contains(where: \.isLetter)
            // That is how AWS spells it.
            guard isRight else { throw refusal("DefaultSendID is not a valid attribute") }
        case "DefaultSMSType":
            guard ["Promotional", "Transactional"].contains(value) else { throw refusal("DefaultSMSType is invalid") }
        default: break
        }
    }

    private static func refusal(_ message: String) -> AWSError { AWSError("InvalidParameter", message: message) }
}

extension Documents {
    func sms(_ call: RegionalCall) -> JSON.Object { self[call.shelf(Kind.settings), "sms"] ?? JSON.Object() }
}
