import JSON
import ServiceKit
import Wire

/// Changes an HTTP endpoint.
/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_UpdateApiDestination.html
struct UpdateApiDestination: DocumentChange<EventBridge> {
    static let input = Shape.structure(
        [
            .required("Name", .string(length: 1...64, pattern: .resourceName)),
            .optional("Description", .string(length: 0...512)),
            .optional("ConnectionArn", .string(length: 1...1600, pattern: .connectionARN)),
            .optional("InvocationEndpoint", .string(length: 1...2048)),
            .optional("HttpMethod", .destinationMethod),
            .optional("InvocationRateLimitPerSecond", .number(java: "Integer", range: 1...Int.max)),
        ],
        java: "UpdateApiDestinationRequest"
    )

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: EventBridge) throws(AWSError) -> JSON {
        let name = call.text("Name") ?? ""
        var destination = try documents.destination(name, call)
        destination.merge(
            call.picked(
                "Description",
                "ConnectionArn",
                "InvocationEndpoint",
                "HttpMethod",
                "InvocationRateLimitPerSecond"
            )
        )
        destination["LastModifiedTime"] = call.timestamp
        documents[call.shelf(Kind.destination), name] = destination
        return documents.destinationReply(destination, call)
    }
}
