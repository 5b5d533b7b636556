import JSON
import ServiceKit
import Time
import Wire

/// Keeps a device of an application, or tells of one that is there and is the same.
/// https://docs.aws.amazon.com/sns/latest/api/API_CreatePlatformEndpoint.html
struct CreatePlatformEndpoint: DocumentChange<SNS> {
    static let input = Shape.structure(
        [
            .required("PlatformApplicationArn", .string()), .required("Token", .string()),
            .optional("CustomUserData", .string()), .optional("Attributes", .texts),
        ],
        java: "CreatePlatformEndpointInput"
    )
    static let output = Shape.structure([.optional("EndpointArn", .string())], java: "CreateEndpointResponse")

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: SNS) throws(AWSError) -> JSON {
        let (key, _) = try documents.mobile(Kind.application, "PlatformApplicationArn", "PlatformApplication", call)
        var attributes = call["Attributes"]?.objectValue ?? JSON.Object()
        attributes["CustomUserData"] = attributes["CustomUserData"] ?? call["CustomUserData"]
        try EndpointAttributes.check(attributes)
        attributes["Token"] = call["Token"]
        attributes["Enabled"] = attributes.text("Enabled").map { .string($0.lowercased()) } ?? "true"
        let shelf = call.shelf(Kind.endpoint)
        let present = documents.all(shelf).first {
            $0.document.text("Application") == key && $0.document.attributes["Token"] == call["Token"]
        }
        if let present {
            let arn = call.arn(present.name).description
            guard present.document.attributes == attributes else {
                throw .invalid(
                    "Token Reason: Endpoint \(arn) already exists with the same Token, but different attributes."
                )
            }
            return ["EndpointArn": .string(arn)]
        }
        let name = "endpoint/\(key.dropFirst("app/".count))/\(call.ids.uuid())"
        documents[shelf, name] = JSON.Object([("Application", .string(key)), ("Attributes", .object(attributes))])
        return ["EndpointArn": .string(call.arn(name).description)]
    }
}

/// What may be set of a device.
enum EndpointAttributes {
    static func check(_ attributes: JSON.Object) throws(AWSError) {
        for name in attributes.keys where !["CustomUserData", "Enabled", "Token"].contains(name) {
            throw .invalid("Attributes Reason: Invalid attribute name: \(name)")
        }
        guard (attributes.text("CustomUserData")?.utf8.count ?? 0) <= 2_048 else {
            throw .invalid(
                "Attributes Reason: Invalid value for attribute: CustomUserData: must be at most 2048 bytes long in "
                    + "UTF-8 encoding"
            )
        }
    }
}
