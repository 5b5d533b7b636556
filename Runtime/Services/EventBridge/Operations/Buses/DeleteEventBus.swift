import JSON
import ServiceKit
import Wire

/// Removes a bus that has no rules left; one that is not there is no error.
/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DeleteEventBus.html
struct DeleteEventBus: DocumentChange<EventBridge> {
    static let input = Shape.structure(
        [.required("Name", .string(length: 1...256, pattern: .busName))],
        java: "DeleteEventBusRequest"
    )

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: EventBridge) throws(AWSError) -> JSON {
        let name = call.busName("Name")
        guard name != "default" else { throw .validation("Cannot delete event bus default.") }
        guard documents.rules(of: name, call).isEmpty else {
            throw .validation("Event bus can't be deleted since it has rules.")
        }
        if documents[call.shelf(Kind.bus), name] != nil { documents[call.shelf(Kind.bus), name] = nil }
        documents.setTags(nil, of: call.busARN(name).description, call)
        return [:]
    }
}
