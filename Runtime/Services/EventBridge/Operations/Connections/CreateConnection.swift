import JSON
import ServiceKit
import Time
import Wire

/// Keeps how an HTTP endpoint is called. Nothing is called here.
/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateConnection.html
struct CreateConnection: DocumentChange<EventBridge> {
    static let input = Shape.structure(
        [
            .required("Name", .string(length: 1...64, pattern: .resourceName)),
            .optional("Description", .string(length: 0...512)),
            .required("AuthorizationType", .string(values: ["BASIC", "OAUTH_CLIENT_CREDENTIALS", "API_KEY"])),
            .required("AuthParameters", .authParameters), .optional("InvocationConnectivityParameters", .connectivity),
            .optional("KmsKeyIdentifier", .string(length: 0...2048)),
        ],
        java: "CreateConnectionRequest"
    )

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: EventBridge) throws(AWSError) -> JSON {

        let name = call.text("Name") ?? ""
        let shelf = call.shelf(Kind.connection)
        guard documents[shelf, name] == nil else { throw .exists("Connection \(name) already exists.") }
        guard documents.all(shelf).count < Limits.connectionsPerRegion else { throw .limitExceeded }
        var connection = call.picked(
            "Description",
            "AuthorizationType",
            "AuthParameters",
            "KmsKeyIdentifier",
            "InvocationConnectivityParameters"
        )
        let id = call.ids.uuid()
        connection["ConnectionArn"] = .string(call.account.arn("events", "connection/\(name)/\(id)").description)
        connection["SecretArn"] = .string(
            call.account.arn("secretsmanager", "secret:events!connection/\(name)/\(id)-\(call.ids.hex(6))").description
        )
        connection["CreationTime"] = call.timestamp
        connection["LastModifiedTime"] = call.timestamp
        connection["LastAuthorizedTime"] = call.timestamp
        documents[shelf, name] = connection
        return connection.connectionReply
    }
}

extension JSON.Object {
    var connectionReply: JSON {
        var reply = picking("ConnectionArn", "CreationTime", "LastModifiedTime", "LastAuthorizedTime")
        reply["ConnectionState"] = "AUTHORIZED"
        return .object(reply)
    }
}

extension Documents {
    func connection(_ name: String, _ call: RegionalCall) throws(AWSError) -> JSON.Object {
        guard let connection = self[call.shelf(Kind.connection), name] else {
            throw .notFound("Connection '\(name)' does not exist.")
        }
        return connection
    }
}
