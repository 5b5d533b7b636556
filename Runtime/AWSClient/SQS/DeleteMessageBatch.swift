import JSON

extension SQS {
    /// Takes up to ten messages out of a queue for good; some may be deleted and others not.
    /// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessageBatch.html
    public func deleteMessageBatch(_ input: DeleteMessageBatchInput) async throws -> DeleteMessageBatchOutput {
        try await client.call("DeleteMessageBatch", input)
    }

    public struct DeleteMessageBatchInput: Sendable, Hashable {
        public var queueURL: String
        public var entries: [DeleteMessageBatchRequestEntry]

        public init(queueURL: String, entries: [DeleteMessageBatchRequestEntry]) {
            self.queueURL = queueURL
            self.entries = entries
        }
    }

    public struct DeleteMessageBatchRequestEntry: Sendable, Hashable {
        /// Tells the entries of one call apart.
        public var id: String
        public var receiptHandle: String

        public init(id: String, receiptHandle: String) {
            self.id = id
            self.receiptHandle = receiptHandle
        }
    }

    public struct DeleteMessageBatchOutput: Sendable, Hashable {
        /// Ids of the entries whose messages are gone.
        public var successful: [String]
        public var failed: [BatchResultErrorEntry]
    }
}

extension SQS.DeleteMessageBatchInput: WireEncodable {
    func write(to object: inout WireObject) {
        object.set("QueueUrl", queueURL)
        object.set("Entries", entries)
    }
}

extension SQS.DeleteMessageBatchRequestEntry: WireEncodable {
    func write(to object: inout WireObject) {
        object.set("Id", id)
        object.set("ReceiptHandle", receiptHandle)
    }
}

extension SQS.DeleteMessageBatchOutput: WireDecodable {
    private struct ResultEntry: WireDecodable {
        var id: String

        init(_ object: WireMembers) throws(WireError) { id = try object.required("Id") }
    }

    init(_ object: WireMembers) throws(WireError) {
        let entries: [ResultEntry] = try object.get("Successful") ?? []
        successful = entries.map(\.id)
        failed = try object.get("Failed") ?? []
    }
}
