import JSON
import ServiceKit
import Wire

/// Changes what a bus says of itself.
/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_UpdateEventBus.html
struct UpdateEventBus: DocumentChange<EventBridge> {
    static let input = Shape.structure(
        [
            .optional("Name", .string(length: 1...256, pattern: .busName)),
            .optional("KmsKeyIdentifier", .string(length: 0...2048)),
            .optional("Description", .string(length: 0...512)), .optional("DeadLetterConfig", .deadLetterConfig),
            .optional(
                "LogConfig",
                .structure(
                    [
                        .optional("IncludeDetail", .string(values: ["NONE", "FULL"])),
                        .optional("Level", .string(values: ["OFF", "ERROR", "INFO", "TRACE"])),
                    ],
                    java: "LogConfig"
                )
            ),
        ],
        java: "UpdateEventBusRequest"
    )

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: EventBridge) throws(AWSError) -> JSON {
        let name = call.busName("Name")
        var bus = try documents.bus(name, call)
        let changes = call.picked("Description", "KmsKeyIdentifier", "DeadLetterConfig", "LogConfig")
        bus.merge(changes)
        bus["LastModifiedTime"] = call.timestamp
        documents[call.shelf(Kind.bus), name] = bus
        let arn = call.busARN(name).description
        return .object(
            JSON.Object(
                [("Arn", .string(arn)), ("Name", .string(name))]
                    + bus.picking("Description", "KmsKeyIdentifier", "DeadLetterConfig", "LogConfig").pairs
            )
        )
    }
}
