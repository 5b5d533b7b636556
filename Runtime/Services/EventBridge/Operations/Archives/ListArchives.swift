import JSON
import ServiceKit
import Storage
import Wire

/// Lists archives in the order of their names.
/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListArchives.html
struct ListArchives: DocumentOperation<EventBridge> {
    static let input = Shape.structure(
        [
            .optional("NamePrefix", .string(length: 1...48, pattern: .resourceName)),
            .optional("EventSourceArn", .string(length: 1...1600, pattern: .eventsARN)),
            .optional(
                "State",
                .string(values: ["ENABLED", "DISABLED", "CREATING", "UPDATING", "CREATE_FAILED", "UPDATE_FAILED"])
            ), .optional("NextToken", .string(length: 1...2048)),
            .optional("Limit", .number(java: "Integer", range: 1...100)),
        ],
        java: "ListArchivesRequest"
    )

    let call: RegionalCall

    static let access = OperationAccess.read

    func perform(_ service: EventBridge, _ connection: Connection) throws -> [UInt8] {
        guard ["NamePrefix", "EventSourceArn", "State"].filter({ call[$0] != nil }).count <= 1 else {
            throw AWSError.validation(
                "At most one filter is allowed for ListArchives. Use either : State, EventSourceArn, or NamePrefix."
            )
        }
        let documents = service.documents.current
        if let source = call.text("EventSourceArn") { _ = try documents.bus(RegionalCall.plainName(source), call) }
        let archives = documents.all(Kind.archive, prefix: call.text("NamePrefix"), call).filter {
            (call["EventSourceArn"].map { [archive = $0.value] in $0 == archive["EventSourceArn"] } ?? true)
                && (call.text("State") ?? "ENABLED") == "ENABLED"
        }
        return try call.page(
            archives.map { name, archive in
                var listed = JSON.Object([("ArchiveName", .string(name))])
                listed["EventSourceArn"] = archive["EventSourceArn"]
                listed.merge(try ArchiveContent("\(call.region)/\(name)", connection).json(archive))
                return (name: name, value: .object(listed))
            },
            "Archives"
        ).bytes
    }
}
