import JSON

extension SQS {
    /// Sets anew, from this moment, how long nobody else sees a message; 0 gives it back at once.
    /// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html
    public func changeMessageVisibility(_ input: ChangeMessageVisibilityInput) async throws {
        try await client.call("ChangeMessageVisibility", input)
    }

    public struct ChangeMessageVisibilityInput: Sendable, Hashable {
        public var queueURL: String
        public var receiptHandle: String
        /// Seconds, from 0 to 43,200.
        public var visibilityTimeout: Int

        public init(queueURL: String, receiptHandle: String, visibilityTimeout: Int) {
            self.queueURL = queueURL
            self.receiptHandle = receiptHandle
            self.visibilityTimeout = visibilityTimeout
        }
    }
}

extension SQS.ChangeMessageVisibilityInput: WireEncodable {
    func write(to object: inout WireObject) {
        object.set("QueueUrl", queueURL)
        object.set("ReceiptHandle", receiptHandle)
        object.set("VisibilityTimeout", visibilityTimeout)
    }
}
