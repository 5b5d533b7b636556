import JSON

extension SQS {
    /// Puts a message into a queue: text of up to 1 MiB, its attributes counted in.
    /// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
    public func sendMessage(_ input: SendMessageInput) async throws -> SendMessageOutput {
        try await client.call("SendMessage", input)
    }

    public struct SendMessageInput: Sendable, Hashable {
        public var queueURL: String
        public var messageBody: String
        /// From 0 to 900; the queue's own where it is not said.
        public var delaySeconds: Int?
        public var messageAttributes: [String: MessageAttributeValue]?
        public var messageDeduplicationID: String?
        public var messageGroupID: String?

        public init(
            queueURL: String,
            messageBody: String,
            delaySeconds: Int? = nil,
            messageAttributes: [String: MessageAttributeValue]? = nil,
            messageDeduplicationID: String? = nil,
            messageGroupID: String? = nil
        ) {
            self.queueURL = queueURL
            self.messageBody = messageBody
            self.delaySeconds = delaySeconds
            self.messageAttributes = messageAttributes
            self.messageDeduplicationID = messageDeduplicationID
            self.messageGroupID = messageGroupID
        }
    }

    public struct SendMessageOutput: Sendable, Hashable {
        public var messageID: String
        public var md5OfMessageBody: String
        public var md5OfMessageAttributes: String?
        /// Of a FIFO queue.
        public var sequenceNumber: String?
    }
}

extension SQS.SendMessageInput: WireEncodable {
    func write(to object: inout WireObject) {
        object.set("QueueUrl", queueURL)
        object.set("MessageBody", messageBody)
        object.set("DelaySeconds", delaySeconds)
        object.set("MessageAttributes", messageAttributes)
        object.set("MessageDeduplicationId", messageDeduplicationID)
        object.set("MessageGroupId", messageGroupID)
    }
}

extension SQS.SendMessageOutput: WireDecodable {
    init(_ object: WireMembers) throws(WireError) {
        messageID = try object.required("MessageId")
        md5OfMessageBody = try object.required("MD5OfMessageBody")
        md5OfMessageAttributes = try object.get("MD5OfMessageAttributes")
        sequenceNumber = try object.get("SequenceNumber")
    }
}
