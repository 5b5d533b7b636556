import JSON
import ServiceKit
import Wire

/// Makes a bus; `default` is always there.
/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateEventBus.html
struct CreateEventBus: DocumentChange<EventBridge> {
    static let input = Shape.structure(
        [
            .required("Name", .string(length: 1...256, pattern: .busName)),
            .optional("EventSourceName", .string(length: 1...256)), .optional("Description", .string(length: 0...512)),
            .optional("KmsKeyIdentifier", .string(length: 0...2048)), .optional("DeadLetterConfig", .deadLetterConfig),
            .optional(
                "LogConfig",
                .structure(
                    [
                        .optional("IncludeDetail", .string(values: ["NONE", "FULL"])),
                        .optional("Level", .string(values: ["OFF", "ERROR", "INFO", "TRACE"])),
                    ],
                    java: "LogConfig"
                )
            ), .optional("Tags", .tags),
        ],
        java: "CreateEventBusRequest"
    )

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: EventBridge) throws(AWSError) -> JSON {
        let name = call.text("Name") ?? ""
        if let source = call.text("EventSourceName") { throw .notFound("Event source \(source) does not exist.") }
        guard !name.contains("/") else { throw .validation("Event bus name must not contain '/'.") }
        try ReservedTagKeys.check(call["Tags"], AWSError.validation)
        let shelf = call.shelf(Kind.bus)
        guard name != "default", documents[shelf, name] == nil else {
            throw .exists("Event bus \(name) already exists.")
        }
        guard documents.all(shelf).count < Limits.busesPerRegion else { throw .limitExceeded }
        let reply = call.picked("Description", "KmsKeyIdentifier", "DeadLetterConfig", "LogConfig")
        var bus = reply
        bus["CreationTime"] = call.timestamp
        bus["LastModifiedTime"] = call.timestamp
        documents[shelf, name] = bus
        documents.setTags(call["Tags"], of: call.busARN(name).description, call)
        return .object(JSON.Object([("EventBusArn", .string(call.busARN(name).description))] + reply.pairs))
    }
}
