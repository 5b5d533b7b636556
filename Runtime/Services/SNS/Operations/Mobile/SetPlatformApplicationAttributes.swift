import JSON
import ServiceKit
import Wire

/// Changes attributes of an application.
/// https://docs.aws.amazon.com/sns/latest/api/API_SetPlatformApplicationAttributes.html
struct SetPlatformApplicationAttributes: DocumentChange<SNS> {
    static let input = Shape.structure(
        [.required("PlatformApplicationArn", .string()), .required("Attributes", .texts)],
        java: "SetPlatformApplicationAttributesInput"
    )

    let call: RegionalCall

    /// AWS looks at the ARN first.
    static func precheck(_ input: JSON.Object) throws(AWSError) {
        if let arn = input.text("PlatformApplicationArn") { try ARN.check(arn, "PlatformApplicationArn") }
    }

    func change(_ documents: inout Documents, _ service: SNS) throws(AWSError) -> JSON {
        var (key, application) = try documents.mobile(
            Kind.application,
            "PlatformApplicationArn",
            "PlatformApplication",
            call
        )
        var attributes = application.attributes
        for member in call["Attributes"]?.objectValue?.members ?? [] { attributes[member.key] = member.value }
        application["Attributes"] = .object(attributes)
        documents[call.shelf(Kind.application), key] = application
        return [:]
    }
}
