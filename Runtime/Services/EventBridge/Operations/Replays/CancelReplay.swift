import JSON
import ServiceKit
import Wire

/// Ends a replay that has not come to its end.
/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CancelReplay.html
struct CancelReplay: DocumentChange<EventBridge> {
    static let input = Shape.structure(
        [.required("ReplayName", .string(length: 1...64, pattern: .resourceName))],
        java: "CancelReplayRequest"
    )

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: EventBridge) throws(AWSError) -> JSON {
        let name = call.text("ReplayName") ?? ""
        var replay = try documents.replay(name, call)
        guard ["STARTING", "RUNNING"].contains(replay.text("State")) else {
            throw AWSError(
                "IllegalStatusException",
                message: "Replay \(name) is not in a valid state for this operation."
            )
        }
        replay["State"] = "CANCELLING"
        documents[call.shelf(Kind.replay), name] = replay
        return ["ReplayArn": .string(call.replayARN(name)), "State": "CANCELLING"]
    }

    func committed(_ service: EventBridge) {
        service.documents.commit()
        service.replay(call.text("ReplayName") ?? "", call.region)
    }
}
