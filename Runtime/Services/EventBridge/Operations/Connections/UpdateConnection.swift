import JSON
import ServiceKit
import Wire

/// Changes a connection.
/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_UpdateConnection.html
struct UpdateConnection: ConnectionChange {
    static let input = Shape.structure(
        [
            .required("Name", .string(length: 1...64, pattern: .resourceName)),
            .optional("Description", .string(length: 0...512)),
            .optional("AuthorizationType", .string(values: ["BASIC", "OAUTH_CLIENT_CREDENTIALS", "API_KEY"])),
            .optional("AuthParameters", .authParameters), .optional("InvocationConnectivityParameters", .connectivity),
            .optional("KmsKeyIdentifier", .string(length: 0...2048)),
        ],
        java: "UpdateConnectionRequest"
    )

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: EventBridge) throws(AWSError) -> JSON {
        let name = call.text("Name") ?? ""
        var connection = try documents.connection(name, call)
        connection.merge(
            call.picked(
                "Description",
                "AuthorizationType",
                "AuthParameters",
                "KmsKeyIdentifier",
                "InvocationConnectivityParameters"
            )
        )
        connection["LastModifiedTime"] = call.timestamp
        documents[call.shelf(Kind.connection), name] = connection
        return connection.connectionReply(at: call.now)
    }
}
