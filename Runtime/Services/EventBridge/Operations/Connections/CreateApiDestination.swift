import JSON
import ServiceKit
import Time
import Wire

/// Keeps an HTTP endpoint that rules send events to.
/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateApiDestination.html
struct CreateApiDestination: DocumentChange<EventBridge> {
    static let input = Shape.structure(
        [
            .required("Name", .string(length: 1...64, pattern: .resourceName)),
            .optional("Description", .string(length: 0...512)),
            .required("ConnectionArn", .string(length: 1...1600, pattern: .connectionARN)),
            .required("InvocationEndpoint", .string(length: 1...2048)),
            .required("HttpMethod", .destinationMethod),
            .optional("InvocationRateLimitPerSecond", .number(java: "Integer", range: 1...Int.max)),
        ],
        java: "CreateApiDestinationRequest"
    )

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: EventBridge) throws(AWSError) -> JSON {
        let name = call.text("Name") ?? ""
        let shelf = call.shelf(Kind.destination)
        guard documents[shelf, name] == nil else { throw .exists("An api-destination '\(name)' already exists.") }
        var destination = call.picked(
            "Description",
            "ConnectionArn",
            "InvocationEndpoint",
            "HttpMethod",
            "InvocationRateLimitPerSecond"
        )
        destination["InvocationRateLimitPerSecond"] = destination["InvocationRateLimitPerSecond"] ?? 300
        destination["ApiDestinationArn"] = .string(
            call.account.arn("events", "api-destination/\(name)/\(NamedIDs.apiDestination(name))").description
        )
        destination["CreationTime"] = call.timestamp
        destination["LastModifiedTime"] = call.timestamp
        documents[shelf, name] = destination
        return documents.destinationReply(destination, call)
    }
}

extension Documents {
    func destinationReply(_ destination: JSON.Object, _ call: RegionalCall) -> JSON {
        var reply = destination.picking("ApiDestinationArn", "CreationTime", "LastModifiedTime")
        reply["ApiDestinationState"] = .string(state(ofDestination: destination, call))
        return .object(reply)
    }

    /// An endpoint can be called while its connection is authorized.
    func state(ofDestination destination: JSON.Object, _ call: RegionalCall) -> String {
        let parts = (destination.text("ConnectionArn") ?? "").split(separator: "/")
        let connection = parts.count > 1 ? self[call.shelf(Kind.connection), String(parts[1])] : nil
        return connection?.connectionState(at: call.now) == "AUTHORIZING" ? "INACTIVE" : "ACTIVE"
    }

    func destination(_ name: String, _ call: RegionalCall) throws(AWSError) -> JSON.Object {
        guard let destination = self[call.shelf(Kind.destination), name] else {
            throw .notFound("An api-destination '\(name)' does not exist.")
        }
        return destination
    }
}
