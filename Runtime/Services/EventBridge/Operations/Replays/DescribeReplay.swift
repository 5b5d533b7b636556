import JSON
import ServiceKit
import Wire

/// Tells how far a replay has come.
/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DescribeReplay.html
struct DescribeReplay: DocumentQuery<EventBridge> {
    static let input = Shape.structure(
        [.required("ReplayName", .string(length: 1...64, pattern: .resourceName))],
        java: "DescribeReplayRequest"
    )

    let call: RegionalCall

    func answer(_ documents: Documents, _ service: EventBridge) throws(AWSError) -> JSON {
        let name = call.text("ReplayName") ?? ""
        let replay = try documents.replay(name, call)
        var description = JSON.Object([("ReplayName", .string(name)), ("ReplayArn", .string(call.replayARN(name)))])
        description.merge(replay.replayTimes)
        description.merge(replay.picking("Description", "Destination"))
        return .object(description)
    }
}

extension Documents {
    func replay(_ name: String, _ call: RegionalCall) throws(AWSError) -> JSON.Object {
        guard let replay = self[call.shelf(Kind.replay), name] else {
            throw .notFound("Replay \(name) does not exist.")
        }
        return replay
    }
}

extension JSON.Object {
    var replayTimes: JSON.Object {
        picking(
            "EventSourceArn",
            "State",
            "EventStartTime",
            "EventEndTime",
            "EventLastReplayedTime",
            "ReplayStartTime",
            "ReplayEndTime"
        )
    }
}
