import JSON
import ServiceKit
import Storage
import Wire

/// Deletes up to ten messages that were received.
/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessageBatch.html
struct DeleteMessageBatch: MessageOperation {
    static let input = Shape.request([
        .queueURL, .entries("DeleteMessageBatchRequestEntry", [.required("ReceiptHandle", .text)]),
    ])
    static let output = Shape.request(Shape.Member.batchResult("DeleteMessageBatchResultEntry"))

    private let queueKey: QueueKey
    private let batch: Batch<String>

    init(_ input: JSON.Object, _ service: SQS) throws(AWSError) {
        queueKey = try service.queueKey(input)
        batch = try Batch(input, "DeleteMessageBatchRequestEntry") { $0["ReceiptHandle"]?.stringValue ?? "" }
    }

    func perform(_ writer: inout MessageWriter) throws -> [UInt8] {
        let queue = try writer.service.queue(queueKey)
        return try batch.reply { receiptHandle in
            try writer.delete(receiptHandle, from: queue)
            return JSON.Object()
        }
    }
}
