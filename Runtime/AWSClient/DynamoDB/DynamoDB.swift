/// A client for Amazon DynamoDB: one method per action, with AWS's own names.
///
/// Calls may run at the same time; they share their connections. Throttled calls, failures of the service and broken
/// connections are tried again, with full jitter. Methods throw `DynamoDBError` for what the service refuses,
/// `AWSConnectionError` when no answer comes, and `CancellationError`.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/Welcome.html
public struct DynamoDB: Sendable {
    /// Attributes by name.
    public typealias Item = [String: AttributeValue]

    let client: AWSJSONClient

    /// A client for what the environment says, see `AWSConfiguration.init(service:environment:)`.
    public init() throws(AWSConfigurationError) {
        self.init(configuration: try AWSConfiguration(service: "dynamodb"))
    }

    public init(configuration: AWSConfiguration) {
        client = AWSJSONClient(configuration: configuration, service: "dynamodb", targetPrefix: "DynamoDB_20120810")
    }
}
