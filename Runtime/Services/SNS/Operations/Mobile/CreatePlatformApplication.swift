import JSON
import ServiceKit
import Wire

/// Keeps an application of a push service. Nothing is pushed here.
/// https://docs.aws.amazon.com/sns/latest/api/API_CreatePlatformApplication.html
struct CreatePlatformApplication: DocumentChange<SNS> {
    static let input = Shape.structure(
        [.required("Name", .string()), .required("Platform", .string()), .optional("Attributes", .texts)],
        java: "CreatePlatformApplicationInput"
    )
    static let output = Shape.structure(
        [.optional("PlatformApplicationArn", .string())],
        java: "CreatePlatformApplicationResponse"
    )

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: SNS) throws(AWSError) -> JSON {

        let (name, platform) = (call.text("Name") ?? "", call.text("Platform") ?? "")
        let attributes = call["Attributes"]?.objectValue ?? JSON.Object()
        guard !name.isEmpty, ["ADM", "APNS", "APNS_SANDBOX", "BAIDU", "FCM", "GCM", "MPNS", "WNS"].contains(platform)
        else {
            throw .invalid("Platform Reason: \(platform) is not supported")
        }
        let key = "app/\(platform)/\(name)"
        documents[call.shelf(Kind.application), key] = JSON.Object([("Attributes", .object(attributes))])
        return ["PlatformApplicationArn": .string(call.arn(key).description)]
    }
}
