import JSON
import ServiceKit
import Wire

/// Lists connections in the order of their names.
/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListConnections.html
struct ListConnections: DocumentQuery<EventBridge> {
    static let input = Shape.structure(
        [
            .optional("NamePrefix", .string(length: 1...64, pattern: .resourceName)),
            .optional(
                "ConnectionState",
                .string(values: [
                    "CREATING", "UPDATING", "DELETING", "AUTHORIZED", "DEAUTHORIZED", "AUTHORIZING", "DEAUTHORIZING",
                    "ACTIVE", "FAILED_CONNECTIVITY",
                ])
            ), .optional("NextToken", .string(length: 1...2048)),
            .optional("Limit", .number(java: "Integer", range: 1...100)),
        ],
        java: "ListConnectionsRequest"
    )

    let call: RegionalCall

    func answer(_ documents: Documents, _ service: EventBridge) throws(AWSError) -> JSON {
        let connections = documents.all(Kind.connection, prefix: call.text("NamePrefix"), call).filter {
            call["ConnectionState"] == nil || call.text("ConnectionState") == $0.value.connectionState(at: call.now)
        }
        return try call.page(
            connections.map { name, connection in
                var listed = connection.picking(
                    "ConnectionArn",
                    "AuthorizationType",
                    "CreationTime",
                    "LastModifiedTime",
                    "LastAuthorizedTime"
                )
                listed["Name"] = .string(name)
                listed["ConnectionState"] = .string(connection.connectionState(at: call.now))
                return (name: name, value: .object(listed))
            },
            "Connections"
        )
    }
}
