import JSON
import ServiceKit
import Wire

/// Tells of one application.
/// https://docs.aws.amazon.com/sns/latest/api/API_GetPlatformApplicationAttributes.html
struct GetPlatformApplicationAttributes: DocumentQuery<SNS> {
    static let input = Shape.structure(
        [.required("PlatformApplicationArn", .string())],
        java: "GetPlatformApplicationAttributesInput"
    )
    static let output = Shape.structure(
        [.optional("Attributes", .texts)],
        java: "GetPlatformApplicationAttributesResponse"
    )

    let call: RegionalCall

    func answer(_ documents: Documents, _ service: SNS) throws(AWSError) -> JSON {
        let (_, application) = try documents.mobile(
            Kind.application,
            "PlatformApplicationArn",
            "PlatformApplication",
            call
        )
        return ["Attributes": .object(application.shownAttributes)]
    }
}

extension JSON.Object {
    /// What an application tells of itself: its credentials are for the push service alone.
    var shownAttributes: JSON.Object {
        var shown = attributes
        shown["PlatformPrincipal"] = nil
        shown["PlatformCredential"] = nil
        shown["Enabled"] = shown["Enabled"] ?? "true"
        return shown
    }
}
