import Wire
import JSON
import Time

/// A message that was received.
package struct ReceivedMessage: Sendable {
    package let messageID: String
    package let body: String
    package let md5OfBody: String
    /// By AWS's names, such as `ApproximateReceiveCount`: all there are.
    package let systemAttributes: [(name: String, value: String)]
    /// JSON, unless there are none.
    let attributes: String?
    let handle: ReceiptHandle

    package var receiptHandle: String { handle.text }

    /// The user's attributes as `ReceiveMessage` shows them, by name.
    package var messageAttributes: JSON.Object { userAttributes.values }

    /// The digest of all of them; `nil` without any.
    package var md5OfMessageAttributes: String? { userAttributes.md5 }

    var userAttributes: MessageAttributes {
        attributes.flatMap { text in try? MessageAttributes(stored: text) } ?? .none
    }
}

extension ReceivedMessage {
    /// `stored` as it is after it was received once more, at `now`.
    init(_ stored: StoredMessage, body: String, received now: Timestamp, from queue: Queue) {
        let sent = stored.sentSystemAttributes
        var system = [
            ("SenderId", sent["SenderId"] ?? queue.arn.accountID),
            ("ApproximateFirstReceiveTimestamp", "\((stored.firstReceived ?? now).millisecondsSinceEpoch)"),
            ("ApproximateReceiveCount", "\(stored.received + 1)"),
            ("SentTimestamp", "\(stored.sent.millisecondsSinceEpoch)"),
        ]
        if queue.attributes.isFIFO { system.append(("SequenceNumber", SequenceNumber.text(stored.id))) }
        if let id = stored.deduplicationID { system.append(("MessageDeduplicationId", id)) }
        if let id = stored.groupID { system.append(("MessageGroupId", id)) }
        if let trace = sent["AWSTraceHeader"] { system.append(("AWSTraceHeader", trace)) }
        if let source = stored.source { system.append(("DeadLetterQueueSourceArn", source)) }
        self.init(
            messageID: stored.messageID,
            body: body,
            md5OfBody: stored.md5,
            systemAttributes: system,
            attributes: stored.attributes,
            handle: ReceiptHandle(space: queue.space, message: stored.id, count: stored.received + 1)
        )
    }
}

extension StoredMessage {
    /// Texts by name.
    fileprivate var sentSystemAttributes: [String: String] {
        guard let systemAttributes, let json = try? JSON(parsing: systemAttributes) else { return [:] }
        return (json.objectValue ?? JSON.Object()).members.reduce(into: [:]) { texts, member in
            texts[member.key] = member.value["StringValue"]?.stringValue
        }
    }
}
