import JSON

extension SQS {
    /// Takes up to ten messages, which nobody else sees until their visibility timeout is over.
    ///
    /// With `waitTimeSeconds` it waits for the first one to come; the configuration's `timeout` must be longer than that.
    /// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html
    public func receiveMessage(_ input: ReceiveMessageInput) async throws -> ReceiveMessageOutput {
        try await client.call("ReceiveMessage", input)
    }

    public struct ReceiveMessageInput: Sendable, Hashable {
        public var queueURL: String
        /// From 1 to 10; 1 where it is not said.
        public var maxNumberOfMessages: Int?
        /// Seconds, from 0 to 43,200; the queue's own where it is not said.
        public var visibilityTimeout: Int?
        /// From 0 to 20; the queue's own where it is not said.
        public var waitTimeSeconds: Int?
        /// Which the messages are to tell, such as `ApproximateReceiveCount` or `All`.
        public var messageSystemAttributeNames: [String]?
        /// Names, beginnings of names with `.*`, or `All`.
        public var messageAttributeNames: [String]?
        /// Of a FIFO queue: a call with the same one is the same call.
        public var receiveRequestAttemptID: String?

        public init(
            queueURL: String,
            maxNumberOfMessages: Int? = nil,
            visibilityTimeout: Int? = nil,
            waitTimeSeconds: Int? = nil,
            messageSystemAttributeNames: [String]? = nil,
            messageAttributeNames: [String]? = nil,
            receiveRequestAttemptID: String? = nil
        ) {
            self.queueURL = queueURL
            self.maxNumberOfMessages = maxNumberOfMessages
            self.visibilityTimeout = visibilityTimeout
            self.waitTimeSeconds = waitTimeSeconds
            self.messageSystemAttributeNames = messageSystemAttributeNames
            self.messageAttributeNames = messageAttributeNames
            self.receiveRequestAttemptID = receiveRequestAttemptID
        }
    }

    public struct ReceiveMessageOutput: Sendable, Hashable {
        public var messages: [Message]
    }

    public struct Message: Sendable, Hashable {
        public var messageID: String
        /// Names this receipt of the message; what settles it wants the latest one.
        public var receiptHandle: String
        public var body: String
        public var md5OfBody: String
        public var attributes: [String: String]
        public var messageAttributes: [String: MessageAttributeValue]
        public var md5OfMessageAttributes: String?
    }
}

extension SQS.ReceiveMessageInput: WireEncodable {
    func write(to object: inout WireObject) {
        object.set("QueueUrl", queueURL)
        object.set("MaxNumberOfMessages", maxNumberOfMessages)
        object.set("VisibilityTimeout", visibilityTimeout)
        object.set("WaitTimeSeconds", waitTimeSeconds)
        object.set("MessageSystemAttributeNames", messageSystemAttributeNames)
        object.set("MessageAttributeNames", messageAttributeNames)
        object.set("ReceiveRequestAttemptId", receiveRequestAttemptID)
    }
}

extension SQS.ReceiveMessageOutput: WireDecodable {
    init(_ object: WireMembers) throws(WireError) { messages = try object.get("Messages") ?? [] }
}

extension SQS.Message: WireDecodable {
    init(_ object: WireMembers) throws(WireError) {
        messageID = try object.required("MessageId")
        receiptHandle = try object.required("ReceiptHandle")
        body = try object.required("Body")
        md5OfBody = try object.required("MD5OfBody")
        attributes = try object.get("Attributes") ?? [:]
        messageAttributes = try object.get("MessageAttributes") ?? [:]
        md5OfMessageAttributes = try object.get("MD5OfMessageAttributes")
    }
}
