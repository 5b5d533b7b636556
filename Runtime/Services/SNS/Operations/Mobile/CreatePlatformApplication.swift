import JSON
import ServiceKit
import Wire

/// Keeps an application of a push service. Nothing is pushed here.
/// https://docs.aws.amazon.com/sns/latest/api/API_CreatePlatformApplication.html
struct CreatePlatformApplication: DocumentChange<SNS> {
    static let input = Shape.structure(
        [.required("Name", .string()), .required("Platform", .string()), .required("Attributes", .texts)],
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
        guard Self.platforms.contains(platform) else { throw .invalid("Platform Reason: \(platform) is not supported") }
        try Self.check(name: name)
        // Google's service knows a key alone.
        if platform != "FCM", platform != "GCM" { try Self.check(credentials: attributes) }
        let key = "app/\(platform)/\(name)"
        documents[call.shelf(Kind.application), key] = JSON.Object([("Attributes", .object(attributes))])
        return ["PlatformApplicationArn": .string(call.arn(key).description)]
    }

    private static let platforms = ["ADM", "APNS", "APNS_SANDBOX", "BAIDU", "FCM", "GCM", "MPNS", "WNS"]

    private static func check(credentials: JSON.Object) throws(AWSError) {
        for (one, other) in [("PlatformPrincipal", "PlatformCredential"), ("PlatformCredential", "PlatformPrincipal")]
        where credentials[one] != nil && credentials[other] == nil {
            throw .invalid("Attributes Reason: \(one) attribute provided without \(other)")
        }
    }

    private static func check(name: String) throws(AWSError) {
        guard !name.isEmpty else { throw .invalid("\(name) Reason: cannot be empty") }
        guard name.utf8.count <= 256 else { throw .invalid("\(name) Reason: must be at most 256 characters long") }
        guard name.wholeMatch(of: /[A-Za-z0-9_\-.]+/) != nil else {
            throw .invalid("\(name) Reason: must contain only characters 'a'-'z', 'A'-'Z', '0'-'9', '_', '-', and '.'")
        }
    }
}
