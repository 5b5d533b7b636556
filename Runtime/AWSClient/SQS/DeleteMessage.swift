import JSON

extension SQS {
    /// Takes a message out of a queue for good. A receipt that is too old deletes nothing, and that is no error.
    /// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessage.html
    public func deleteMessage(_ input: DeleteMessageInput) async throws {
        try await client.call("DeleteMessage", input)
    }

    public struct DeleteMessageInput: Sendable, Hashable {
        public var queueURL: String
        public var receiptHandle: String

        public init(queueURL: String, receiptHandle: String) {
            self.queueURL = queueURL
            self.receiptHandle = receiptHandle
        }
    }
}

extension SQS.DeleteMessageInput: WireEncodable {
    func write(to object: inout WireObject) {
        object.set("QueueUrl", queueURL)
        object.set("ReceiptHandle", receiptHandle)
    }
}
