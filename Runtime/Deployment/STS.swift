import AWSClient

/// A client for AWS STS: who the credentials belong to.
/// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
package struct STS: Sendable {
    private let client: AWSQueryClient

    package init(configuration: AWSConfiguration) {
        client = AWSQueryClient(configuration: configuration, service: "sts", version: "2011-06-15")
    }

    /// Twelve digits.
    package func account() async throws -> String {
        guard let account = try await client.call("GetCallerIdentity", QueryForm())["Account"]?.text else {
            throw client.broken("GetCallerIdentity")
        }
        return account
    }
}
