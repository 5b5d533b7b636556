import JSON
import Time
import Wire

/// A delivery on its way out: where to, how often it is tried, and where it goes when all that was in vain.
package struct OutgoingDelivery: Sendable {
    package var delivery: Delivery
    package var target: ARN
    package var maximumRetryAttempts = 185
    package var maximumEventAge = Duration.seconds(86_400)
    package var deadLetterQueue: ARN?
    /// What the message in the dead-letter queue tells besides the error, as `RULE_ARN`.
    package var deadLetterAttributes: [Delivery.MessageAttribute] = []
    /// Seconds before each retry, for those that are not made at growing intervals: so many retries, and no more.
    package var pauses: [Int]?
    /// Whether the message in the dead-letter queue tells why it is there.
    package var explainsDeadLetter = true

    package init(_ delivery: Delivery, to target: ARN) {
        self.delivery = delivery
        self.target = target
    }
}

extension [OutgoingDelivery] {
    /// By which rules or topics they come, and how many by each.
    package var countedBySource: [(source: ARN, count: Int)] {
        reduce(into: []) { counted, outgoing in
            guard let source = outgoing.delivery.source else { return }
            if let place = counted.lastIndex(where: { $0.source == source }) {
                counted[place].count += 1
            } else {
                counted.append((source, 1))
            }
        }
    }
}

extension OutgoingDelivery {
    /// All but the payload, as the store keeps it.
    var envelope: JSON {
        var object = JSON.Object([
            ("target", .string(target.description)), ("principal", .string(delivery.principal)),
            ("retries", JSON(maximumRetryAttempts)), ("age", JSON(maximumEventAge.components.seconds)),
        ])
        object["source"] = (delivery.source?.description).map { .string($0) }
        object["group"] = delivery.messageGroupID.map { .string($0) }
        object["deduplication"] = delivery.messageDeduplicationID.map { .string($0) }
        object["trace"] = delivery.traceHeader.map { .string($0) }
        object["subject"] = delivery.subject.map { .string($0) }
        if !delivery.attributes.isEmpty { object["attributes"] = .array(delivery.attributes.map(\.json)) }
        object["queue"] = (deadLetterQueue?.description).map { .string($0) }
        if !deadLetterAttributes.isEmpty { object["deadAttributes"] = .array(deadLetterAttributes.map(\.json)) }
        object["pauses"] = pauses.map { .array($0.map { JSON($0) }) }
        if !explainsDeadLetter { object["explains"] = false }
        if let event = delivery.event {
            object["event"] = [
                "source": .string(event.source), "detailType": .string(event.detailType),
                "resources": .array(event.resources.map { .string($0) }),
            ]
        }
        return .object(object)
    }

    /// `nil` for what no version of this has written.
    init?(envelope: JSON, payload: [UInt8]) {
        guard let target = envelope["target"]?.stringValue.flatMap({ ARN($0) }) else { return nil }
        var delivery = Delivery(payload: payload, principal: envelope["principal"]?.stringValue ?? "")
        delivery.source = envelope["source"]?.stringValue.flatMap { ARN($0) }
        delivery.messageGroupID = envelope["group"]?.stringValue
        delivery.messageDeduplicationID = envelope["deduplication"]?.stringValue
        delivery.traceHeader = envelope["trace"]?.stringValue
        delivery.subject = envelope["subject"]?.stringValue
        delivery.attributes = (envelope["attributes"]?.arrayValue ?? []).compactMap { .init($0) }
        if let event = envelope["event"] {
            delivery.event = Delivery.BusEvent(
                source: event["source"]?.stringValue ?? "",
                detailType: event["detailType"]?.stringValue ?? "",
                resources: (event["resources"]?.arrayValue ?? []).compactMap(\.stringValue)
            )
        }
        self.init(delivery, to: target)
        maximumRetryAttempts = envelope["retries"]?.intValue ?? maximumRetryAttempts
        maximumEventAge = (envelope["age"]?.intValue).map { .seconds($0) } ?? maximumEventAge
        deadLetterQueue = envelope["queue"]?.stringValue.flatMap { ARN($0) }
        deadLetterAttributes = (envelope["deadAttributes"]?.arrayValue ?? []).compactMap { .init($0) }
        pauses = envelope["pauses"]?.arrayValue?.compactMap(\.intValue)
        explainsDeadLetter = envelope["explains"]?.boolValue ?? true
    }

    /// The message that the dead-letter queue gets.
    func deadLetter(_ error: AWSError, retries: Int, condition: String?) -> Delivery {
        var letter = delivery
        letter.event = nil
        letter.traceHeader = nil
        guard explainsDeadLetter else { return letter }
        let text = { (name: String, value: String) in
            Delivery.MessageAttribute(name: name, type: "String", value: .text(value))
        }
        letter.attributes = deadLetterAttributes
        letter.attributes.append(text("ERROR_CODE", error.deadLetterCode))
        letter.attributes.append(text("ERROR_MESSAGE", error.message))
        if let condition { letter.attributes.append(text("EXHAUSTED_RETRY_CONDITION", condition)) }
        letter.attributes.append(.init(name: "RETRY_ATTEMPTS", type: "Number", value: .text(String(retries))))
        return letter
    }
}

extension Delivery.MessageAttribute {
    fileprivate var json: JSON {
        switch value {
        case .text(let text): ["n": .string(name), "t": .string(type), "s": .string(text)]
        case .binary(let bytes): ["n": .string(name), "t": .string(type), "b": .array(bytes.map { JSON($0) })]
        }
    }

    fileprivate init?(_ json: JSON) {
        guard let name = json["n"]?.stringValue, let type = json["t"]?.stringValue else { return nil }
        if let bytes = json["b"]?.arrayValue {
            self.init(
                name: name,
                type: type,
                value: .binary(bytes.compactMap { $0.intValue.map(UInt8.init(truncatingIfNeeded:)) })
            )
        } else {
            self.init(name: name, type: type, value: .text(json["s"]?.stringValue ?? ""))
        }
    }
}
