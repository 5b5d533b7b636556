import JSON

extension SQS {
    /// Begins to move what is in a dead-letter queue, back to where it came from unless a destination is given. Goes on by
    /// itself; a queue can have one such task at a time.
    /// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html
    public func startMessageMoveTask(_ input: StartMessageMoveTaskInput) async throws -> StartMessageMoveTaskOutput {
        try await client.call("StartMessageMoveTask", input)
    }

    public struct StartMessageMoveTaskInput: Sendable, Hashable {
        public var sourceARN: String
        public var destinationARN: String?
        /// From 1 to 500; as SQS sees fit where it is not said.
        public var maxNumberOfMessagesPerSecond: Int?

        public init(sourceARN: String, destinationARN: String? = nil, maxNumberOfMessagesPerSecond: Int? = nil) {
            self.sourceARN = sourceARN
            self.destinationARN = destinationARN
            self.maxNumberOfMessagesPerSecond = maxNumberOfMessagesPerSecond
        }
    }

    public struct StartMessageMoveTaskOutput: Sendable, Hashable {
        public var taskHandle: String?
    }
}

extension SQS.StartMessageMoveTaskInput: WireEncodable {
    func write(to object: inout WireObject) {
        object.set("SourceArn", sourceARN)
        object.set("DestinationArn", destinationARN)
        object.set("MaxNumberOfMessagesPerSecond", maxNumberOfMessagesPerSecond)
    }
}

extension SQS.StartMessageMoveTaskOutput: WireDecodable {
    init(_ object: WireMembers) throws(WireError) { taskHandle = try object.get("TaskHandle") }
}
