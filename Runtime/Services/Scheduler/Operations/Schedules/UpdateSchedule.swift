import JSON
import ServiceKit
import Time
import Wire

/// Puts another schedule in the place of one: what the request leaves out is as for a new one.
/// https://docs.aws.amazon.com/scheduler/latest/APIReference/API_UpdateSchedule.html
struct UpdateSchedule: DocumentChange<Scheduler>, RESTOperation {
    static let binding = RESTBinding("PUT", "/schedules/{Name}")
    static let input = Shape.structure(
        [
            .optional("ActionAfterCompletion", .string(values: ["NONE", "DELETE"])),
            .optional("ClientToken", .string(length: 1...64, pattern: .clientToken)),
            .optional("Description", .string(length: 0...512)), .optional("EndDate", .timestamp),
            .required("FlexibleTimeWindow", .flexibleTimeWindow),
            .optional("GroupName", .string(length: 1...64, pattern: .name)),
            .optional("KmsKeyArn", .string(length: 1...2048)),
            .required("Name", .string(length: 1...64, pattern: .name)),
            .required("ScheduleExpression", .string(length: 1...256)),
            .optional("ScheduleExpressionTimezone", .string(length: 1...50)), .optional("StartDate", .timestamp),
            .optional("State", .string(values: ["ENABLED", "DISABLED"])), .required("Target", .target),
        ],
        java: "UpdateScheduleInput"
    )

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: Scheduler) throws(AWSError) -> JSON {

        let (name, group) = (call.text("Name") ?? "", call.groupName)
        let before = try documents.schedule(name, group, call)
        let arn = call.scheduleARN(name, group)
        var document = try call.scheduleDocument(arn, created: call.now)
        document["CreationDate"] = before["CreationDate"]
        let times = ["ScheduleExpression", "ScheduleExpressionTimezone", "StartDate", "EndDate"]
        if times.allSatisfy({ document[$0] == before[$0] }) {
            for name in ["Created", "LastRun", "Completed"] { document[name] = before[name] }
        }
        documents[call.shelf(Kind.schedule), Documents.scheduleKey(name, group)] = document
        return ["ScheduleArn": .string(arn.description)]
    }
}
