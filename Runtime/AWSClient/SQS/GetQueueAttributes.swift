import JSON

extension SQS {
    /// Reads attributes of a queue, such as `ApproximateNumberOfMessages` or `QueueArn`.
    /// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html
    public func getQueueAttributes(_ input: GetQueueAttributesInput) async throws -> GetQueueAttributesOutput {
        try await client.call("GetQueueAttributes", input)
    }

    public struct GetQueueAttributesInput: Sendable, Hashable {
        public var queueURL: String
        /// `All` stands for all of them.
        public var attributeNames: [String]

        public init(queueURL: String, attributeNames: [String]) {
            self.queueURL = queueURL
            self.attributeNames = attributeNames
        }
    }

    public struct GetQueueAttributesOutput: Sendable, Hashable {
        public var attributes: [String: String]
    }
}

extension SQS.GetQueueAttributesInput: WireEncodable {
    func write(to object: inout WireObject) {
        object.set("QueueUrl", queueURL)
        object.set("AttributeNames", attributeNames)
    }
}

extension SQS.GetQueueAttributesOutput: WireDecodable {
    init(_ object: WireMembers) throws(WireError) { attributes = try object.get("Attributes") ?? [:] }
}
