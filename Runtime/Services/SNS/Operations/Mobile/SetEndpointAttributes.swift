import JSON
import ServiceKit
import Wire

/// Changes attributes of a device.
/// https://docs.aws.amazon.com/sns/latest/api/API_SetEndpointAttributes.html
struct SetEndpointAttributes: DocumentChange<SNS> {
    static let input = Shape.structure(
        [.required("EndpointArn", .string()), .required("Attributes", .texts)],
        java: "SetEndpointAttributesInput"
    )

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: SNS) throws(AWSError) -> JSON {
        var (key, endpoint) = try documents.mobile(Kind.endpoint, "EndpointArn", "Endpoint", call)
        try EndpointAttributes.check(call["Attributes"]?.objectValue ?? JSON.Object())
        var attributes = endpoint.attributes
        for member in call["Attributes"]?.objectValue?.members ?? [] {
            let value = member.value.stringValue ?? ""
            attributes[member.key] = .string(member.key == "Enabled" ? value.lowercased() : value)
        }
        endpoint["Attributes"] = .object(attributes)
        documents[call.shelf(Kind.endpoint), key] = endpoint
        return [:]
    }
}
