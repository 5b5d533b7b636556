/// What a function answers a batch from a queue with when `ReportBatchItemFailures` is on: the messages that are to come
/// again. None: all of them are done with.
/// https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
public struct SQSBatchResponse: Codable, Sendable, Hashable {
    public var batchItemFailures: [ItemFailure]

    public init(batchItemFailures: [ItemFailure] = []) { self.batchItemFailures = batchItemFailures }

    public struct ItemFailure: Codable, Sendable, Hashable {
        /// The message's id.
        public var itemIdentifier: String

        public init(itemIdentifier: String) { self.itemIdentifier = itemIdentifier }
    }
}
