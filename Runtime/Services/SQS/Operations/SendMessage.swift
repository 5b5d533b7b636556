import JSON
import ServiceKit
import Storage
import Wire

/// Puts a message into a queue.
/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
struct SendMessage: MessageOperation {
    static let input = Shape.request([.queueURL] + Shape.Member.messageToSend)
    static let output = Shape.request(Shape.Member.sentMessage)

    private let queueKey: QueueKey
    private let message: MessageToSend

    init(_ input: JSON.Object, _ service: SQS) throws(AWSError) {
        queueKey = try service.queueKey(input)
        message = MessageToSend(try Message(input, trace: service.traceHeader(input)))
    }

    func perform(_ writer: inout MessageWriter) throws -> [UInt8] {
        let queue = try writer.service.queue(queueKey)
        try message.message.check(for: queue.attributes)
        try message.message.checkSize(for: queue.attributes)
        return JSON.object(try message.send(to: queue, &writer)).bytes
    }
}

/// A message with its digests, which are made before it is the writer's turn.
struct MessageToSend: Sendable {
    let message: Message
    private let md5: String
    private let md5OfAttributes: String?
    private let md5OfSystemAttributes: String?

    init(_ message: Message) {
        self.message = message
        md5 = MD5.hex(Array(message.body.utf8))
        md5OfAttributes = message.attributes.md5
        md5OfSystemAttributes = message.systemAttributes.md5
    }

    /// Returns what the sender is told.
    func send(to queue: Queue, _ writer: inout MessageWriter) throws -> JSON.Object {
        let sent = try writer.send(message, md5: md5, to: queue)
        var reply = JSON.Object([("MD5OfMessageBody", .string(md5)), ("MessageId", .string(sent.messageID))])
        if let md5OfAttributes { reply["MD5OfMessageAttributes"] = .string(md5OfAttributes) }
        if let md5OfSystemAttributes { reply["MD5OfMessageSystemAttributes"] = .string(md5OfSystemAttributes) }
        if let number = sent.sequenceNumber { reply["SequenceNumber"] = .string(number) }
        return reply
    }
}
