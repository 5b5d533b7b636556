import JSON
import ServiceKit
import Wire

/// Tells of one schedule.
/// https://docs.aws.amazon.com/scheduler/latest/APIReference/API_GetSchedule.html
struct GetSchedule: DocumentQuery<Scheduler>, RESTOperation {
    static let binding = RESTBinding("GET", "/schedules/{Name}", query: [.init("groupName", member: "GroupName")])
    static let input = Shape.structure(
        [
            .optional("GroupName", .string(length: 1...64, pattern: .name)),
            .required("Name", .string(length: 1...64, pattern: .name)),
        ],
        java: "GetScheduleInput"
    )

    let call: RegionalCall

    func answer(_ documents: Documents, _ service: Scheduler) throws(AWSError) -> JSON {
        let (name, group) = (call.text("Name") ?? "", call.groupName)
        var schedule = try documents.schedule(name, group, call)
        for name in ["Created", "LastRun", "Completed", "ClientToken"] { schedule[name] = nil }
        schedule["Arn"] = .string(call.scheduleARN(name, group).description)
        schedule["GroupName"] = .string(group)
        schedule["Name"] = .string(name)
        return .object(schedule)
    }
}
