/// A client for Amazon SQS: what a function needs to send, receive and settle messages.
///
/// Calls may run at the same time; they share their connections. Throttled calls, failures of the service and broken
/// connections are tried again, with full jitter: a message that was sent may then stand in a standard queue twice.
/// Methods throw `AWSServiceError` for what the service refuses, `AWSConnectionError` when no answer comes, and
/// `CancellationError`. Queues are named by their URLs, but calls go to the configuration's endpoint.
/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/Welcome.html
public struct SQS: Sendable {
    let client: AWSJSONClient

    /// A client for what the environment says, see `AWSConfiguration.init(service:variable:environment:)`.
    public init() throws(AWSConfigurationError) {
        self.init(configuration: try AWSConfiguration(service: "sqs"))
    }

    public init(configuration: AWSConfiguration) {
        client = AWSJSONClient(configuration: configuration, service: "sqs", targetPrefix: "AmazonSQS")
    }
}
