import JSON
import ServiceKit
import Wire

/// Tells of one group.
/// https://docs.aws.amazon.com/scheduler/latest/APIReference/API_GetScheduleGroup.html
struct GetScheduleGroup: DocumentQuery<Scheduler>, RESTOperation {
    static let binding = RESTBinding("GET", "/schedule-groups/{Name}")
    static let input = Shape.structure(
        [.required("Name", .string(length: 1...64, pattern: .name))],
        java: "GetScheduleGroupInput"
    )

    let call: RegionalCall

    func answer(_ documents: Documents, _ service: Scheduler) throws(AWSError) -> JSON {
        let name = call.text("Name") ?? ""
        return .object(try documents.group(name, call).groupDescription(name, call))
    }
}

extension JSON.Object {
    func groupDescription(_ name: String, _ call: RegionalCall) -> JSON.Object {
        var description = picking("CreationDate", "LastModificationDate")
        description["Arn"] = .string(call.groupARN(name).description)
        description["Name"] = .string(name)
        description["State"] = "ACTIVE"
        return description
    }
}
