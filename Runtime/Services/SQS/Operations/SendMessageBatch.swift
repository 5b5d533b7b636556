import JSON
import ServiceKit
import Storage
import Wire

/// Puts up to ten messages into a queue.
/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html
struct SendMessageBatch: MessageOperation {
    static let input = Shape.request([
        .queueURL, .entries("SendMessageBatchRequestEntry", Shape.Member.messageToSend),
    ])
    static let output = Shape.request(
        Shape.Member.batchResult("SendMessageBatchResultEntry", Shape.Member.sentMessage)
    )

    private let queueKey: QueueKey
    private let batch: Batch<MessageToSend>

    init(_ input: JSON.Object, _ service: SQS) throws(AWSError) {
        queueKey = try service.queueKey(input)
        let trace = service.traceHeader(input)
        batch = try Batch(input, "SendMessageBatchRequestEntry") { (entry) throws(AWSError) in
            MessageToSend(try Message(entry, trace: trace))
        }
        let size = messages.reduce(0) { $0 + $1.size }
        guard size <= Limits.messageBytes else {
            throw AWSError(
                "BatchRequestTooLong",
                message:
                    "Batch requests cannot be longer than \(Limits.messageBytes) bytes. You have sent \(size) bytes."
            )
        }
    }

    private var messages: [Message] { batch.entries.compactMap { try? $0.value.get().message } }

    func perform(_ writer: inout MessageWriter) throws -> [UInt8] {
        let queue = try writer.service.queue(queueKey)
        for message in messages {
            try message.check(for: queue.attributes, isInBatch: true)
            if queue.attributes.isFIFO {
                let group = message.groupID ?? ""
                _ = try Deduplication(
                    id: message.deduplicationID,
                    groupID: group,
                    body: "",
                    queue: queue.attributes,
                    scope: queue.deduplicationScope(at: writer.now)
                )
            }
        }
        return try batch.reply { message in
            try message.message.checkSize(for: queue.attributes, isInBatch: true)
            return try message.send(to: queue, &writer)
        }
    }
}
