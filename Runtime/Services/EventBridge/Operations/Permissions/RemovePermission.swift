import JSON
import ServiceKit
import Wire

/// Removes a statement of a bus's policy, or all of it.
/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_RemovePermission.html
struct RemovePermission: DocumentChange<EventBridge> {
    static let input = Shape.structure(
        [
            .optional("StatementId", .string(length: 1...64, pattern: .statementID)),
            .optional("RemoveAllPermissions", .boolean),
            .optional("EventBusName", .string(length: 1...256, pattern: .resourceName)),
        ],
        java: "RemovePermissionRequest"
    )

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: EventBridge) throws(AWSError) -> JSON {
        let name = call.busName()
        var bus = try documents.bus(name, call)
        if call["RemoveAllPermissions"] == true {
            bus["Policy"] = nil
        } else {
            let policy = bus["Policy"] ?? [:]
            let statements = policy["Statement"]?.arrayValue ?? []
            let rest = statements.filter { $0["Sid"] != call["StatementId"] }
            guard rest.count < statements.count else {
                throw .notFound("Statement with the provided id does not exist.")
            }
            var object = policy.objectValue ?? JSON.Object()
            object["Statement"] = .array(rest)
            bus["Policy"] = rest.isEmpty ? nil : .object(object)
        }
        documents[call.shelf(Kind.bus), name] = bus
        return [:]
    }
}
