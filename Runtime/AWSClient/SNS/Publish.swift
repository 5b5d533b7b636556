extension SNS {
    /// Hands a message to the subscribers of a topic.
    /// https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
    public func publish(_ input: PublishInput) async throws -> PublishOutput {
        let result = try await client.call("Publish", input.form)
        guard let messageID = result["MessageId"]?.text else { throw client.broken("Publish") }
        return PublishOutput(messageID: messageID, sequenceNumber: result["SequenceNumber"]?.text)
    }

    public struct PublishInput: Sendable, Hashable {
        public var topicARN: String
        /// Up to 256 KB, its attributes counted in.
        public var message: String
        /// For subscribers by e-mail.
        public var subject: String?
        /// `json` where the message has a text of its own for each protocol.
        public var messageStructure: String?
        /// What subscribers' filter policies look at.
        public var messageAttributes: [String: MessageAttributeValue]
        public var messageDeduplicationID: String?
        public var messageGroupID: String?

        public init(
            topicARN: String,
            message: String,
            subject: String? = nil,
            messageStructure: String? = nil,
            messageAttributes: [String: MessageAttributeValue] = [:],
            messageDeduplicationID: String? = nil,
            messageGroupID: String? = nil
        ) {
            self.topicARN = topicARN
            self.message = message
            self.subject = subject
            self.messageStructure = messageStructure
            self.messageAttributes = messageAttributes
            self.messageDeduplicationID = messageDeduplicationID
            self.messageGroupID = messageGroupID
        }
    }

    public struct PublishOutput: Sendable, Hashable {
        public var messageID: String
        /// Of a FIFO topic.
        public var sequenceNumber: String?
    }
}

extension SNS.PublishInput {
    fileprivate var form: QueryForm {
        var form = QueryForm()
        form.set("TopicArn", topicARN)
        form.set("Message", message)
        form.set("Subject", subject)
        form.set("MessageStructure", messageStructure)
        form.set("MessageAttributes", messageAttributes)
        form.set("MessageDeduplicationId", messageDeduplicationID)
        form.set("MessageGroupId", messageGroupID)
        return form
    }
}
