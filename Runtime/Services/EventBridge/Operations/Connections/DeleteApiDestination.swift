import JSON
import ServiceKit
import Wire

/// Removes an HTTP endpoint.
/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DeleteApiDestination.html
struct DeleteApiDestination: DocumentChange<EventBridge> {
    static let input = Shape.structure(
        [.required("Name", .string(length: 1...64, pattern: .resourceName))],
        java: "DeleteApiDestinationRequest"
    )

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: EventBridge) throws(AWSError) -> JSON {
        let name = call.text("Name") ?? ""
        _ = try documents.destination(name, call)
        documents[call.shelf(Kind.destination), name] = nil
        return [:]
    }
}
