extension SNS {
    /// Hands up to ten messages to the subscribers of a topic; some may be taken and others not.
    /// https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html
    public func publishBatch(_ input: PublishBatchInput) async throws -> PublishBatchOutput {
        let result = try await client.call("PublishBatch", input.form)
        return PublishBatchOutput(
            successful: result.list("Successful").compactMap(PublishBatchResultEntry.init),
            failed: result.list("Failed").compactMap(BatchResultErrorEntry.init)
        )
    }

    public struct PublishBatchInput: Sendable, Hashable {
        public var topicARN: String
        public var entries: [PublishBatchRequestEntry]

        public init(topicARN: String, entries: [PublishBatchRequestEntry]) {
            self.topicARN = topicARN
            self.entries = entries
        }
    }

    public struct PublishBatchRequestEntry: Sendable, Hashable {
        /// Tells the entries of one call apart.
        public var id: String
        public var message: String
        public var subject: String?
        public var messageStructure: String?
        public var messageAttributes: [String: MessageAttributeValue]
        public var messageDeduplicationID: String?
        public var messageGroupID: String?

        public init(
            id: String,
            message: String,
            subject: String? = nil,
            messageStructure: String? = nil,
            messageAttributes: [String: MessageAttributeValue] = [:],
            messageDeduplicationID: String? = nil,
            messageGroupID: String? = nil
        ) {
            self.id = id
            self.message = message
            self.subject = subject
            self.messageStructure = messageStructure
            self.messageAttributes = messageAttributes
            self.messageDeduplicationID = messageDeduplicationID
            self.messageGroupID = messageGroupID
        }
    }

    public struct PublishBatchOutput: Sendable, Hashable {
        public var successful: [PublishBatchResultEntry]
        public var failed: [BatchResultErrorEntry]
    }

    public struct PublishBatchResultEntry: Sendable, Hashable {
        /// The entry's own.
        public var id: String
        public var messageID: String
        /// Of a FIFO topic.
        public var sequenceNumber: String?
    }
}

extension SNS.PublishBatchInput {
    fileprivate var form: QueryForm {
        var form = QueryForm()
        form.set("TopicArn", topicARN)
        for (index, entry) in entries.enumerated() {
            let name = "PublishBatchRequestEntries.member.\(index + 1)"
            form.set("\(name).Id", entry.id)
            form.set("\(name).Message", entry.message)
            form.set("\(name).Subject", entry.subject)
            form.set("\(name).MessageStructure", entry.messageStructure)
            form.set("\(name).MessageAttributes", entry.messageAttributes)
            form.set("\(name).MessageDeduplicationId", entry.messageDeduplicationID)
            form.set("\(name).MessageGroupId", entry.messageGroupID)
        }
        return form
    }
}

extension SNS.PublishBatchResultEntry {
    fileprivate init?(_ element: XMLElement) {
        guard let id = element["Id"]?.text, let messageID = element["MessageId"]?.text else { return nil }
        self.init(id: id, messageID: messageID, sequenceNumber: element["SequenceNumber"]?.text)
    }
}

extension BatchResultErrorEntry {
    fileprivate init?(_ element: XMLElement) {
        guard let id = element["Id"]?.text, let code = element["Code"]?.text else { return nil }
        self.init(
            id: id,
            code: code,
            message: element["Message"]?.text,
            senderFault: element["SenderFault"]?.text == "true"
        )
    }
}
