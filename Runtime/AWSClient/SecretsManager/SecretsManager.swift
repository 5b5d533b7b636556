/// A client for AWS Secrets Manager: what a function needs to read a secret, and to put a value into it.
///
/// Throttled calls, failures of the service and broken connections are tried again, with full jitter. Methods throw
/// `AWSServiceError` for what the service refuses, `AWSConnectionError` when no answer comes, and `CancellationError`.
/// https://docs.aws.amazon.com/secretsmanager/latest/apireference/Welcome.html
public struct SecretsManager: Sendable {
    let client: AWSJSONClient

    /// A client for what the environment says, see `AWSConfiguration.init(service:variable:environment:)`.
    public init() throws(AWSConfigurationError) {
        self.init(configuration: try AWSConfiguration(service: "secretsmanager", variable: "SECRETS_MANAGER"))
    }

    public init(configuration: AWSConfiguration) {
        client = AWSJSONClient(
            configuration: configuration,
            service: "secretsmanager",
            targetPrefix: "secretsmanager",
            version: "1.1"
        )
    }
}
