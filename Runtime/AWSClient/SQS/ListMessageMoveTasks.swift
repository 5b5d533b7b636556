import JSON

extension SQS {
    /// Shows the tasks that move or have moved what is in a dead-letter queue, the latest first.
    /// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListMessageMoveTasks.html
    public func listMessageMoveTasks(_ input: ListMessageMoveTasksInput) async throws -> ListMessageMoveTasksOutput {
        try await client.call("ListMessageMoveTasks", input)
    }

    public struct ListMessageMoveTasksInput: Sendable, Hashable {
        public var sourceARN: String
        /// From 1 to 10; 1 where it is not said.
        public var maxResults: Int?

        public init(sourceARN: String, maxResults: Int? = nil) {
            self.sourceARN = sourceARN
            self.maxResults = maxResults
        }
    }

    public struct ListMessageMoveTasksOutput: Sendable, Hashable {
        public var results: [ListMessageMoveTasksResultEntry]
    }

    public struct ListMessageMoveTasksResultEntry: Sendable, Hashable {
        /// Of a task that runs.
        public var taskHandle: String?
        /// `RUNNING`, `COMPLETED`, `CANCELLING`, `CANCELLED` or `FAILED`.
        public var status: String?
        public var sourceARN: String?
        public var destinationARN: String?
        public var maxNumberOfMessagesPerSecond: Int?
        public var approximateNumberOfMessagesMoved: Int?
        /// How many there were when the task began.
        public var approximateNumberOfMessagesToMove: Int?
        public var failureReason: String?
        /// Milliseconds since 1970.
        public var startedTimestamp: Int?
    }
}

extension SQS.ListMessageMoveTasksInput: WireEncodable {
    func write(to object: inout WireObject) {
        object.set("SourceArn", sourceARN)
        object.set("MaxResults", maxResults)
    }
}

extension SQS.ListMessageMoveTasksOutput: WireDecodable {
    init(_ object: WireMembers) throws(WireError) { results = try object.get("Results") ?? [] }
}

extension SQS.ListMessageMoveTasksResultEntry: WireDecodable {
    init(_ object: WireMembers) throws(WireError) {
        taskHandle = try object.get("TaskHandle")
        status = try object.get("Status")
        sourceARN = try object.get("SourceArn")
        destinationARN = try object.get("DestinationArn")
        maxNumberOfMessagesPerSecond = try object.get("MaxNumberOfMessagesPerSecond")
        approximateNumberOfMessagesMoved = try object.get("ApproximateNumberOfMessagesMoved")
        approximateNumberOfMessagesToMove = try object.get("ApproximateNumberOfMessagesToMove")
        failureReason = try object.get("FailureReason")
        startedTimestamp = try object.get("StartedTimestamp")
    }
}
