import JSON
import ServiceKit
import Wire

/// Removes a schedule.
/// https://docs.aws.amazon.com/scheduler/latest/APIReference/API_DeleteSchedule.html
struct DeleteSchedule: DocumentChange<Scheduler>, RESTOperation {
    static let binding = RESTBinding(
        "DELETE",
        "/schedules/{Name}",
        query: [.init("groupName", member: "GroupName"), .init("clientToken", member: "ClientToken")]
    )
    static let input = Shape.structure(
        [
            .optional("ClientToken", .string(length: 1...64, pattern: .clientToken)),
            .optional("GroupName", .string(length: 1...64, pattern: .name)),
            .required("Name", .string(length: 1...64, pattern: .name)),
        ],
        java: "DeleteScheduleInput"
    )

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: Scheduler) throws(AWSError) -> JSON {
        let (name, group) = (call.text("Name") ?? "", call.groupName)
        _ = try documents.schedule(name, group, call)
        documents[call.shelf(Kind.schedule), Documents.scheduleKey(name, group)] = nil
        return [:]
    }
}
