import JSON
import ServiceKit
import Wire

/// Lists groups in the order of their names.
/// https://docs.aws.amazon.com/scheduler/latest/APIReference/API_ListScheduleGroups.html
struct ListScheduleGroups: DocumentQuery<Scheduler>, RESTOperation {
    static let binding = RESTBinding(
        "GET",
        "/schedule-groups",
        query: [.init("NamePrefix"), .init("NextToken"), .init("MaxResults", .number)]
    )
    static let input = Shape.structure(
        [
            .optional("MaxResults", .number(java: "Integer", range: 1...100)),
            .optional("NamePrefix", .string(length: 1...64, pattern: .name)),
            .optional("NextToken", .string(length: 1...2048)),
        ],
        java: "ListScheduleGroupsInput"
    )

    let call: RegionalCall

    func answer(_ documents: Documents, _ service: Scheduler) throws(AWSError) -> JSON {
        var groups = documents.all(call.shelf(Kind.group))
        if !groups.contains(where: { $0.name == "default" }) {
            groups.append(("default", try documents.group("default", call)))
            groups.sort { $0.name < $1.name }
        }
        let listed = groups.filter { $0.name.hasPrefix(call.text("NamePrefix") ?? "") }.map { name, group in
            (name: name, value: JSON.object(group.groupDescription(name, call)))
        }
        return try call.page(listed, "ScheduleGroups", limit: "MaxResults")
    }
}
