import JSON
import ServiceKit
import Wire

/// Makes a group; `default` is always there.
/// https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateScheduleGroup.html
struct CreateScheduleGroup: DocumentChange<Scheduler>, RESTOperation {
    static let binding = RESTBinding("POST", "/schedule-groups/{Name}")
    static let input = Shape.structure(
        [
            .optional("ClientToken", .string(length: 1...64, pattern: .clientToken)),
            .required("Name", .string(length: 1...64, pattern: .name)), .optional("Tags", .tags),
        ],
        java: "CreateScheduleGroupInput"
    )

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: Scheduler) throws(AWSError) -> JSON {
        let name = call.text("Name") ?? ""
        try ReservedTagKeys.check(call["Tags"], AWSError.validation)
        let shelf = call.shelf(Kind.group)
        let arn = call.groupARN(name).description
        if let token = call["ClientToken"], documents[shelf, name]?["ClientToken"] == token {
            return ["ScheduleGroupArn": .string(arn)]
        }
        guard name != "default", documents[shelf, name] == nil else {
            throw .conflict("Schedule group \(name) already exists.")
        }
        var group = JSON.Object([("CreationDate", call.timestamp), ("LastModificationDate", call.timestamp)])
        group["ClientToken"] = call["ClientToken"]
        documents[shelf, name] = group
        documents.setTags(call["Tags"]?.arrayValue ?? [], of: arn, call)
        return ["ScheduleGroupArn": .string(arn)]
    }
}
