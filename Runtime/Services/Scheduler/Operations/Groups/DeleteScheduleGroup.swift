import JSON
import ServiceKit
import Wire

/// Removes a group with all its schedules.
/// https://docs.aws.amazon.com/scheduler/latest/APIReference/API_DeleteScheduleGroup.html
struct DeleteScheduleGroup: DocumentChange<Scheduler>, RESTOperation {
    static let binding = RESTBinding(
        "DELETE",
        "/schedule-groups/{Name}",
        query: [.init("clientToken", member: "ClientToken")]
    )
    static let input = Shape.structure(
        [
            .optional("ClientToken", .string(length: 1...64, pattern: .clientToken)),
            .required("Name", .string(length: 1...64, pattern: .name)),
        ],
        java: "DeleteScheduleGroupInput"
    )

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: Scheduler) throws(AWSError) -> JSON {
        let name = call.text("Name") ?? ""
        _ = try documents.group(name, call)
        guard name != "default" else { throw .validation("The default schedule group cannot be deleted.") }
        documents[call.shelf(Kind.group), name] = nil
        let shelf = call.shelf(Kind.schedule)
        for (key, _) in documents.all(shelf) where key.hasPrefix("\(name)|") { documents[shelf, key] = nil }
        documents.setTags([], of: call.groupARN(name).description, call)
        return [:]
    }
}
