import JSON
import ServiceKit
import Time
import Wire

/// Keeps how HTTP endpoints are called.
/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateConnection.html
struct CreateConnection: ConnectionChange {
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
        let ids = NamedIDs.connection(name)
        connection["ConnectionArn"] = .string(call.account.arn("events", "connection/\(name)/\(ids.id)").description)
        connection["SecretArn"] = .string(call.account.arn("secretsmanager", "secret:\(ids.secret)").description)
        connection["CreationTime"] = call.timestamp
        connection["LastModifiedTime"] = call.timestamp
        connection["LastAuthorizedTime"] = call.timestamp
        documents[shelf, name] = connection
        return connection.connectionReply(at: call.now)
    }
}

extension JSON.Object {
    func connectionReply(at now: Timestamp) -> JSON {
        var reply = picking("ConnectionArn", "CreationTime", "LastModifiedTime", "LastAuthorizedTime")
        reply["ConnectionState"] = .string(connectionState(at: now))
        return .object(reply)
    }

    /// As on AWS, OAuth takes some seconds. Nobody is asked before there is an event: it always succeeds.
    func connectionState(at now: Timestamp) -> String {
        let isOAuth = text("AuthorizationType") == "OAUTH_CLIENT_CREDENTIALS"
        let isNew = now.secondsSinceEpoch - (self["LastModifiedTime"]?.doubleValue ?? 0) < 3
        return isOAuth && isNew ? "AUTHORIZING" : "AUTHORIZED"
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
