import JSON
import Time
import Wire

/// One event in the envelope that targets get.
/// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html
struct BusEvent: Sendable {
    var json: JSON
    let time: Timestamp
    /// As `X-Amzn-Trace-Id` has it; targets get it beside the event.
    var traceHeader: String?
    /// Whether another bus has sent it on: it goes to no third one.
    /// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-bus-to-bus.html
    var isForwarded = false

    init(
        id: String,
        detailType: String,
        source: String,
        account: AWSAccount,
        time: Timestamp,
        resources: [JSON],
        detail: JSON
    ) {
        self.time = time
        json = [
            "version": "0", "id": .string(id), "detail-type": .string(detailType), "source": .string(source),
            "account": .string(account.id), "time": .string(time.iso8601Seconds), "region": .string(account.region),
            "resources": .array(resources), "detail": detail,
        ]
    }

    /// An event that comes in its envelope from another bus. `nil` for what is none.
    init?(envelope: JSON) {
        let texts = ["id", "detail-type", "source", "account", "region"]
        guard texts.allSatisfy({ envelope[$0]?.stringValue != nil }), envelope["detail"]?.objectValue != nil,
            let time = envelope["time"]?.stringValue.flatMap({ Timestamp(iso8601: $0) })
        else { return nil }
        json = envelope
        self.time = time
    }

    /// The event once more, on behalf of a replay.
    func replayed(by replay: String, id: String) -> BusEvent {
        with(id: id).setting("replay-name", replay)
    }

    func with(id: String) -> BusEvent { setting("id", id) }

    private func setting(_ name: String, _ text: String) -> BusEvent {
        var event = self
        guard var object = json.objectValue else { return self }
        object[name] = .string(text)
        event.json = .object(object)
        return event
    }
}
