import CurlHTTP

/// A client for AWS Lambda: what a function needs to call another one, or itself.
///
/// Throttled calls, failures of the service and broken connections are tried again, with full jitter. Methods throw
/// `LambdaError` for what the service refuses, `AWSConnectionError` when no answer comes, and `CancellationError`.
/// https://docs.aws.amazon.com/lambda/latest/api/Welcome.html
public struct Lambda: Sendable {
    let configuration: AWSConfiguration
    let sender: RetryingClient

    /// A client for what the environment says, see `AWSConfiguration.init(service:environment:)`.
    public init() throws(AWSConfigurationError) {
        self.init(configuration: try AWSConfiguration(service: "lambda"))
    }

    public init(configuration: AWSConfiguration) {
        self.configuration = configuration
        sender = RetryingClient(configuration: configuration, http: .shared)
    }
}

/// Why Lambda refused a call.
public struct LambdaError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Such as `ResourceNotFoundException` or `TooManyRequestsException`.
    public var code: String
    public var message: String
    /// The HTTP status.
    public var statusCode: Int
    public var requestID: String?

    public var description: String { "\(code): \(message)" }
}
