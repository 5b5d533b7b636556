import JSON
import ServiceKit
import Storage
import Wire

/// Says how long from now a message that was received is not seen by others: 0 to 43,200 seconds.
/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html
struct ChangeMessageVisibility: MessageOperation {
    static let input = Shape.request([
        .queueURL, .required("ReceiptHandle", .text), .required("VisibilityTimeout", .integer),
    ])

    private let queueKey: QueueKey
    private let receiptHandle: String
    private let timeout: VisibilityTimeout

    init(_ input: JSON.Object, _ service: SQS) throws(AWSError) {
        queueKey = try service.queueKey(input)
        receiptHandle = input["ReceiptHandle"]?.stringValue ?? ""
        timeout = try VisibilityTimeout(checking: input.integer("VisibilityTimeout") ?? 0)
        if ReceiptHandle(receiptHandle) == nil { throw .badReceiptHandle }
    }

    func perform(_ writer: inout MessageWriter) throws -> [UInt8] {
        try writer.changeVisibility(receiptHandle, timeout, in: writer.service.queue(queueKey))
        return emptyReply
    }
}
