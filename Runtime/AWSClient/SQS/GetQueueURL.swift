import JSON

extension SQS {
    /// Finds a queue by its name. Throws `QueueDoesNotExist` where there is none.
    /// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueUrl.html
    public func getQueueURL(_ input: GetQueueURLInput) async throws -> GetQueueURLOutput {
        try await client.call("GetQueueUrl", input)
    }

    public struct GetQueueURLInput: Sendable, Hashable {
        public var queueName: String
        /// The caller's own where it is not said.
        public var queueOwnerAWSAccountID: String?

        public init(queueName: String, queueOwnerAWSAccountID: String? = nil) {
            self.queueName = queueName
            self.queueOwnerAWSAccountID = queueOwnerAWSAccountID
        }
    }

    public struct GetQueueURLOutput: Sendable, Hashable {
        public var queueURL: String
    }
}

extension SQS.GetQueueURLInput: WireEncodable {
    func write(to object: inout WireObject) {
        object.set("QueueName", queueName)
        object.set("QueueOwnerAWSAccountId", queueOwnerAWSAccountID)
    }
}

extension SQS.GetQueueURLOutput: WireDecodable {
    init(_ object: WireMembers) throws(WireError) { queueURL = try object.required("QueueUrl") }
}
