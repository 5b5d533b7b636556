import JSON
import ServiceKit
import Time
import Wire

/// Puts another schedule in the place of one: what the request leaves out is as for a new one.
/// https://docs.aws.amazon.com/scheduler/latest/APIReference/API_UpdateSchedule.html
struct UpdateSchedule: DocumentChange<Scheduler>, RESTOperation {
    static let binding = RESTBinding("PUT", "/schedules/{Name}")
    static let input = Shape.schedule(java: "UpdateScheduleInput")

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: Scheduler) throws(AWSError) -> JSON {
        let (name, group) = (call.text("Name") ?? "", call.groupName)
        let before = try documents.schedule(name, group, call)
        let arn = call.scheduleARN(name, group)
        let document = try call.scheduleDocument(arn, after: before)
        documents[call.shelf(Kind.schedule), Documents.scheduleKey(name, group)] = document
        return ["ScheduleArn": .string(arn.description)]
    }
}
