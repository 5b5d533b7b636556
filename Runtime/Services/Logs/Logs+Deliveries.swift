import JSON
import ServiceKit
import Time
import Wire

/// Log groups as the targets of rules: an event is a line in a stream of its rule.
/// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html
extension Logs: DeliveryReceiver {
    package func receive(
        _ delivery: Delivery,
        at resource: ARN,
        completion: @escaping @Sendable (Result<Void, AWSError>) -> Void
    ) {
        let event = event(delivery)
        do throws(AWSError) {
            try UploadRules.check([event])
        } catch {
            return completion(.failure(error))
        }
        let batch = LogBatch(
            group: LogGroupReference.name(in: resource.description),
            stream: Self.stream(of: delivery.source),
            events: EventChunks([event])
        )
        append([batch], making: .streams) { result in
            completion(
                result.mapError { error in
                    error as? AWSError
                        ?? AWSError(
                            "ServiceUnavailableException",
                            status: 500,
                            message: "The store failed: \(error)"
                        )
                }
            )
        }
    }

    /// What an input transformer gives has a `timestamp` in milliseconds and a `message`; anything else is the message
    /// itself, of now.
    private func event(_ delivery: Delivery) -> LogEvent {
        let now = context.time.now.millisecondsSinceEpoch
        guard let json = try? JSON(parsing: delivery.payload), let object = json.objectValue, object.members.count == 2,
            let message = object["message"], let time = object["timestamp"]
        else { return LogEvent(timestamp: now, message: delivery.payload) }
        let moment = time.intValue ?? time.stringValue.flatMap { Int($0) }
        let isSound = moment.map { (0...4_000_000_000_000).contains($0) } ?? false
        let text = message.stringValue ?? message.text
        return LogEvent(timestamp: isSound ? Int64(moment ?? 0) : now, message: Array(text.utf8))
    }

    /// A name like AWS's, the same for all that a rule sends.
    private static func stream(of rule: ARN?) -> String {
        let digits = MD5.hex(Array((rule?.description ?? "").utf8))
        var name = ""
        for (index, digit) in digits.enumerated() {
            if [8, 12, 16, 20].contains(index) { name += "-" }
            name.append(digit)
        }
        return name
    }
}
