import JSON
import ServiceKit
import Wire

/// Lists the schedules of a group, or of all, in the order of their names.
/// https://docs.aws.amazon.com/scheduler/latest/APIReference/API_ListSchedules.html
struct ListSchedules: DocumentQuery<Scheduler>, RESTOperation {
    static let binding = RESTBinding(
        "GET",
        "/schedules",
        query: [
            .init("ScheduleGroup", member: "GroupName"), .init("State"), .init("NamePrefix"), .init("NextToken"),
            .init("MaxResults", .number),
        ]
    )
    static let input = Shape.structure(
        [
            .optional("GroupName", .string(length: 1...64, pattern: .name)),
            .optional("MaxResults", .number(java: "Integer", range: 1...100)),
            .optional("NamePrefix", .string(length: 1...64, pattern: .name)),
            .optional("NextToken", .string(length: 1...2048)),
            .optional("State", .string(values: ["ENABLED", "DISABLED"])),
        ],
        java: "ListSchedulesInput"
    )

    let call: RegionalCall

    func answer(_ documents: Documents, _ service: Scheduler) throws(AWSError) -> JSON {
        if let group = call.text("GroupName") { _ = try documents.group(group, call) }
        let schedules = documents.all(call.shelf(Kind.schedule)).compactMap {
            key,
            schedule -> (name: String, value: JSON)? in
            let parts = key.split(separator: "|").map(String.init)
            guard parts.count == 2, call.text("GroupName").map({ $0 == parts[0] }) ?? true,
                parts[1].hasPrefix(call.text("NamePrefix") ?? ""),
                call["State"].map({ $0 == schedule["State"] }) ?? true
            else { return nil }
            var listed = schedule.picking("CreationDate", "LastModificationDate", "State")
            listed["Arn"] = .string(call.scheduleARN(parts[1], parts[0]).description)
            listed["GroupName"] = .string(parts[0])
            listed["Name"] = .string(parts[1])
            listed["Target"] = ["Arn": schedule["Target"]?["Arn"] ?? .null]
            return (name: key, value: .object(listed))
        }
        return try call.page(schedules, "Schedules", limit: "MaxResults")
    }
}
