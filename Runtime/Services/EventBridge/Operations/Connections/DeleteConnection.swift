import JSON
import ServiceKit
import Wire

/// Removes a connection.
/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DeleteConnection.html
struct DeleteConnection: ConnectionChange {
    static let input = Shape.structure(
        [.required("Name", .string(length: 1...64, pattern: .resourceName))],
        java: "DeleteConnectionRequest"
    )

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: EventBridge) throws(AWSError) -> JSON {
        let name = call.text("Name") ?? ""
        var reply = try documents.connection(name, call).picking(
            "ConnectionArn",
            "CreationTime",
            "LastModifiedTime",
            "LastAuthorizedTime"
        )
        reply["ConnectionState"] = "DELETING"
        documents[call.shelf(Kind.connection), name] = nil
        return .object(reply)
    }
}
