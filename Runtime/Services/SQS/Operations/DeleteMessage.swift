import JSON
import ServiceKit
import Storage
import Wire

/// Deletes a message that was received.
/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessage.html
struct DeleteMessage: MessageOperation {
    static let input = Shape.request([.queueURL, .required("ReceiptHandle", .text)])

    private let queueKey: QueueKey
    private let receiptHandle: String

    init(_ input: JSON.Object, _ service: SQS) throws(AWSError) {
        queueKey = try service.queueKey(input)
        receiptHandle = input["ReceiptHandle"]?.stringValue ?? ""
    }

    func perform(_ writer: inout MessageWriter) throws -> [UInt8] {
        try writer.delete(receiptHandle, from: writer.service.queue(queueKey))
        return emptyReply
    }
}
