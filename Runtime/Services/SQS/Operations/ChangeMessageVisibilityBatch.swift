import JSON
import ServiceKit
import Storage
import Wire

/// Says of up to ten messages how long from now they are not seen by others.
/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibilityBatch.html
struct ChangeMessageVisibilityBatch: MessageOperation {
    static let input = Shape.request([
        .queueURL,
        .entries(
            "ChangeMessageVisibilityBatchRequestEntry",
            [.required("ReceiptHandle", .text), .optional("VisibilityTimeout", .integer)]
        ),
    ])
    static let output = Shape.request(Shape.Member.batchResult("ChangeMessageVisibilityBatchResultEntry"))

    private let queueKey: QueueKey
    private let batch: Batch<(receiptHandle: String, timeout: VisibilityTimeout)>

    init(_ input: JSON.Object, _ service: SQS) throws(AWSError) {
        queueKey = try service.queueKey(input)
        batch = try Batch(input, "ChangeMessageVisibilityBatchRequestEntry") { (entry) throws(AWSError) in
            let seconds = try entry.integer("VisibilityTimeout") ?? 0
            return (entry["ReceiptHandle"]?.stringValue ?? "", try VisibilityTimeout(checking: seconds))
        }
    }

    func perform(_ writer: inout MessageWriter) throws -> [UInt8] {
        let queue = try writer.service.queue(queueKey)
        return try batch.reply { entry in
            try writer.changeVisibility(entry.receiptHandle, entry.timeout, in: queue)
            return JSON.Object()
        }
    }
}
