import JSON

extension SQS {
    /// Puts up to ten messages into a queue; some may be taken and others not.
    /// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html
    public func sendMessageBatch(_ input: SendMessageBatchInput) async throws -> SendMessageBatchOutput {
        try await client.call("SendMessageBatch", input)
    }

    public struct SendMessageBatchInput: Sendable, Hashable {
        public var queueURL: String
        public var entries: [SendMessageBatchRequestEntry]

        public init(queueURL: String, entries: [SendMessageBatchRequestEntry]) {
            self.queueURL = queueURL
            self.entries = entries
        }
    }

    public struct SendMessageBatchRequestEntry: Sendable, Hashable {
        /// Tells the entries of one call apart.
        public var id: String
        public var messageBody: String
        public var delaySeconds: Int?
        public var messageAttributes: [String: MessageAttributeValue]?
        public var messageDeduplicationID: String?
        public var messageGroupID: String?

        public init(
            id: String,
            messageBody: String,
            delaySeconds: Int? = nil,
            messageAttributes: [String: MessageAttributeValue]? = nil,
            messageDeduplicationID: String? = nil,
            messageGroupID: String? = nil
        ) {
            self.id = id
            self.messageBody = messageBody
            self.delaySeconds = delaySeconds
            self.messageAttributes = messageAttributes
            self.messageDeduplicationID = messageDeduplicationID
            self.messageGroupID = messageGroupID
        }
    }

    public struct SendMessageBatchOutput: Sendable, Hashable {
        public var successful: [SendMessageBatchResultEntry]
        public var failed: [BatchResultErrorEntry]
    }

    public struct SendMessageBatchResultEntry: Sendable, Hashable {
        /// The entry's own.
        public var id: String
        public var messageID: String
        public var md5OfMessageBody: String
        public var md5OfMessageAttributes: String?
        /// Of a FIFO queue.
        public var sequenceNumber: String?
    }
}

extension SQS.SendMessageBatchInput: WireEncodable {
    func write(to object: inout WireObject) {
        object.set("QueueUrl", queueURL)
        object.set("Entries", entries)
    }
}

extension SQS.SendMessageBatchRequestEntry: WireEncodable {
    func write(to object: inout WireObject) {
        object.set("Id", id)
        object.set("MessageBody", messageBody)
        object.set("DelaySeconds", delaySeconds)
        object.set("MessageAttributes", messageAttributes)
        object.set("MessageDeduplicationId", messageDeduplicationID)
        object.set("MessageGroupId", messageGroupID)
    }
}

extension SQS.SendMessageBatchOutput: WireDecodable {
    init(_ object: WireMembers) throws(WireError) {
        successful = try object.get("Successful") ?? []
        failed = try object.get("Failed") ?? []
    }
}

extension SQS.SendMessageBatchResultEntry: WireDecodable {
    init(_ object: WireMembers) throws(WireError) {
        id = try object.required("Id")
        messageID = try object.required("MessageId")
        md5OfMessageBody = try object.required("MD5OfMessageBody")
        md5OfMessageAttributes = try object.get("MD5OfMessageAttributes")
        sequenceNumber = try object.get("SequenceNumber")
    }
}
