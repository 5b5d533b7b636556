/// A client for Amazon SNS: what a function needs to publish to topics.
///
/// Calls may run at the same time; they share their connections. Throttled calls, failures of the service and broken
/// connections are tried again, with full jitter: what was published may then arrive twice. Methods throw
/// `AWSServiceError` for what the service refuses, `AWSConnectionError` when no answer comes, and `CancellationError`.
/// https://docs.aws.amazon.com/sns/latest/api/welcome.html
public struct SNS: Sendable {
    let client: AWSQueryClient

    /// A client for what the environment says, see `AWSConfiguration.init(service:variable:environment:)`.
    public init() throws(AWSConfigurationError) {
        self.init(configuration: try AWSConfiguration(service: "sns"))
    }

    public init(configuration: AWSConfiguration) {
        client = AWSQueryClient(configuration: configuration, service: "sns", version: "2010-03-31")
    }
}
