/// A client for Amazon EventBridge: what a function needs to publish events.
///
/// Calls may run at the same time; they share their connections. Throttled calls, failures of the service and broken
/// connections are tried again, with full jitter. Methods throw `AWSServiceError` for what the service refuses,
/// `AWSConnectionError` when no answer comes, and `CancellationError`.
/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/Welcome.html
public struct EventBridge: Sendable {
    let client: AWSJSONClient

    /// A client for what the environment says, see `AWSConfiguration.init(service:variable:environment:)`.
    public init() throws(AWSConfigurationError) {
        self.init(configuration: try AWSConfiguration(service: "events", variable: "EVENTBRIDGE"))
    }

    public init(configuration: AWSConfiguration) {
        client = AWSJSONClient(
            configuration: configuration,
            service: "events",
            targetPrefix: "AWSEvents",
            version: "1.1"
        )
    }
}
