import JSON
import ServiceKit
import Wire

/// Begins to send the events of an archive to its bus once more.
/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_StartReplay.html
struct StartReplay: DocumentChange<EventBridge> {
    static let input = Shape.structure(
        [
            .required("ReplayName", .string(length: 1...64, pattern: .resourceName)),
            .optional("Description", .string(length: 0...512)),
            .required("EventSourceArn", .string(length: 1...1600, pattern: .eventsARN)),
            .required("EventStartTime", .timestamp), .required("EventEndTime", .timestamp),
            .required(
                "Destination",
                .structure(
                    [
                        .required("Arn", .string(length: 1...1600)),
                        .optional("FilterArns", .list(.string(length: 1...1600))),
                    ],
                    java: "ReplayDestination"
                )
            ),
        ],
        java: "StartReplayRequest"
    )

    /// Of one region at once.
    private static let limit = 10

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: EventBridge) throws(AWSError) -> JSON {
        let name = call.text("ReplayName") ?? ""
        let archive = try checkSource(documents)
        guard documents[call.shelf(Kind.replay), name] == nil else {
            throw .exists("Replay \(name) already exists.")
        }
        try checkTimes()
        var replay = call.picked("Description", "EventSourceArn", "EventStartTime", "EventEndTime", "Destination")
        guard archive["EventSourceArn"] == call["Destination"]?["Arn"] else {
            throw .invalid("Destination.Arn", "Cross event bus replay is not permitted.")
        }
        guard documents.all(call.shelf(Kind.replay), where: { $1.isActiveReplay }).count < Self.limit else {
            throw .limitExceeded
        }
        replay["State"] = "STARTING"
        replay["ReplayStartTime"] = call.timestamp
        documents[call.shelf(Kind.replay), name] = replay
        return [
            "ReplayArn": .string(call.replayARN(name)), "State": "STARTING", "ReplayStartTime": call.timestamp,
        ]
    }

    func committed(_ service: EventBridge) {
        service.documents.commit()
        service.replay(call.text("ReplayName") ?? "", call.region)
    }

    private func checkSource(_ documents: Documents) throws(AWSError) -> JSON.Object {
        let destination = call["Destination"]?["Arn"]?.stringValue ?? ""
        guard let bus = ARN(destination), bus.resource.hasPrefix("event-bus/") else {
            throw .invalid("Destination.Arn", "Must contain an event bus ARN.")
        }
        _ = try documents.bus(RegionalCall.plainName(destination), call)
        let source = ARN(call.text("EventSourceArn") ?? "")?.resource ?? ""
        let name = String(source.dropFirst("archive/".count))
        guard source.hasPrefix("archive/"), let archive = documents[call.shelf(Kind.archive), name] else {
            throw .invalid("EventSourceArn", "Archive \(name) does not exist.")
        }
        return archive
    }

    private func checkTimes() throws(AWSError) {
        let (start, end) = (call["EventStartTime"]?.doubleValue ?? 0, call["EventEndTime"]?.doubleValue ?? 0)
        guard start < end else {
            throw .invalid("EventEndTime", "EventStartTime must be before EventEndTime.")
        }
        // The store counts nanoseconds in 64 bits.
        guard (0..<9.2e9).contains(start), (0..<9.2e9).contains(end) else {
            throw .invalid("EventEndTime", "Times must be between 1970 and 2261.")
        }
    }
}

extension RegionalCall {
    func replayARN(_ name: String) -> String { account.arn("events", "replay/\(name)").description }
}
