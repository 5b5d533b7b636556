import JSON
import Wire

/// How much a receiver wants to see of its messages.
struct MessageView: Sendable {
    private let systemAttributes: Set<String>
    private let attributes: [String]

    private static let known: Set = [
        "All", "SenderId", "SentTimestamp", "ApproximateReceiveCount", "ApproximateFirstReceiveTimestamp",
        "SequenceNumber", "MessageDeduplicationId", "MessageGroupId", "AWSTraceHeader", "DeadLetterQueueSourceArn",
    ]

    init(systemAttributes: [String], attributes: [String]) throws(AWSError) {
        for name in systemAttributes where !Self.known.contains(name) && !QueueAttributeNames.all.contains(name) {
            throw .unknownAttribute(name)
        }
        self.systemAttributes = Set(systemAttributes)
        self.attributes = attributes
    }

    /// AWS leaves out an empty list.
    func reply(_ messages: [ReceivedMessage]) -> [UInt8] {
        if messages.isEmpty { return emptyReply }
        var writer = JSONWriter(capacity: messages.reduce(64) { $0 + $1.body.utf8.count + 400 })
        writer.raw(#"{"Messages":["#)
        for (index, message) in messages.enumerated() {
            if index > 0 { writer.raw(",") }
            write(message, &writer)
        }
        writer.raw("]}")
        return writer.bytes
    }

    private func write(_ message: ReceivedMessage, _ writer: inout JSONWriter) {
        writer.raw(#"{"MessageId":""#)
        writer.raw(message.messageID)
        writer.raw(#"","ReceiptHandle":""#)
        writer.raw(message.receiptHandle)
        writer.raw(#"","MD5OfBody":""#)
        writer.raw(message.md5OfBody)
        writer.raw(#"","Body":"#)
        writer.string(message.body)
        writeSystemAttributes(of: message, &writer)
        if !attributes.isEmpty {
            let wanted = message.userAttributes.filtered(by: attributes)
            if let md5 = wanted.md5 {
                writer.raw(#","MD5OfMessageAttributes":""#)
                writer.raw(md5)
                writer.raw(#"","MessageAttributes":"#)
                writer.write(.object(wanted.values))
            }
        }
        writer.raw("}")
    }

    private func writeSystemAttributes(of message: ReceivedMessage, _ writer: inout JSONWriter) {
        if systemAttributes.isEmpty { return }
        let isAll = systemAttributes.contains("All")
        let wanted = message.systemAttributes.filter { isAll || systemAttributes.contains($0.name) }
        if wanted.isEmpty { return }
        writer.raw(#","Attributes":"#)
        writer.write(.object(JSON.Object(wanted.map { ($0.name, .string($0.value)) })))
    }
}
