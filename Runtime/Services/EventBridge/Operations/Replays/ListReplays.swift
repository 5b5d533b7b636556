import JSON
import ServiceKit
import Wire

/// Lists replays in the order of their names.
/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListReplays.html
struct ListReplays: DocumentQuery<EventBridge> {
    static let input = Shape.structure(
        [
            .optional("NamePrefix", .string(length: 1...64, pattern: .resourceName)),
            .optional(
                "State",
                .string(values: ["CANCELLED", "CANCELLING", "COMPLETED", "FAILED", "RUNNING", "STARTING"])
            ), .optional("EventSourceArn", .string(length: 1...1600, pattern: .eventsARN)),
            .optional("NextToken", .string(length: 1...2048)),
            .optional("Limit", .number(java: "Integer", range: 1...100)),
        ],
        java: "ListReplaysRequest"
    )

    let call: RegionalCall

    func answer(_ documents: Documents, _ service: EventBridge) throws(AWSError) -> JSON {
        guard ["NamePrefix", "EventSourceArn", "State"].filter({ call[$0] != nil }).count <= 1 else {
            throw .validation(
                "At most one filter is allowed for ListReplays. Use either : State, EventSourceArn, or NamePrefix."
            )
        }
        let replays = documents.all(Kind.replay, prefix: call.text("NamePrefix"), call).filter { replay in
            ["EventSourceArn", "State"].allSatisfy { call[$0] == nil || call[$0] == replay.value[$0] }
        }
        return try call.page(
            replays.map { name, replay in
                var listed = JSON.Object([("ReplayName", .string(name))])
                listed.merge(replay.replayTimes)
                return (name: name, value: .object(listed))
            },
            "Replays"
        )
    }
}
