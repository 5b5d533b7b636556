import EventPatterns
import JSON
import ServiceKit
import Wire

/// Tells whether an event matches a pattern.
/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_TestEventPattern.html
struct TestEventPattern: DocumentQuery<EventBridge> {
    static let input = Shape.structure(
        [.required("EventPattern", .string(length: 0...4096)), .required("Event", .string())],
        java: "TestEventPatternRequest"
    )

    let call: RegionalCall

    func answer(_ documents: Documents, _ service: EventBridge) throws(AWSError) -> JSON {
        let pattern = try EventPattern.read(call.text("EventPattern") ?? "")
        let required = ["id", "account", "source", "time", "region", "detail-type"]
        guard let event = try? JSON(parsing: call.text("Event") ?? ""), required.allSatisfy({ event[$0] != nil }) else {
            throw .validation("Parameter Event is not valid.")
        }
        return ["Result": .bool(pattern.matches(event))]
    }
}
