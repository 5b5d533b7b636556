import JSON
import ServiceKit
import Wire

/// Tells of one bus.
/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DescribeEventBus.html
struct DescribeEventBus: DocumentQuery<EventBridge> {
    static let input = Shape.structure(
        [.optional("Name", .string(length: 1...1600, pattern: .busNameOrARN))],
        java: "DescribeEventBusRequest"
    )

    let call: RegionalCall

    func answer(_ documents: Documents, _ service: EventBridge) throws(AWSError) -> JSON {
        let name = call.busName("Name")
        return .object(try documents.bus(name, call).busDescription(name, call))
    }
}

extension JSON.Object {
    func busDescription(_ name: String, _ call: RegionalCall) -> JSON.Object {
        var description = JSON.Object([("Name", .string(name)), ("Arn", .string(call.busARN(name).description))])
        description.merge(
            picking(
                "Description",
                "KmsKeyIdentifier",
                "DeadLetterConfig",
                "LogConfig",
                "CreationTime",
                "LastModifiedTime"
            )
        )
        description["Policy"] = self["Policy"].map { .string($0.text) }
        return description
    }
}
