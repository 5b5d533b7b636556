import AWSClient
import BookAccounts
import FoundationEssentials

/// What logging in works on. One per execution environment.
struct AccountService: Sendable {
    var readers: any ReaderStore
    var keys: SigningKeys
    var region: String
    /// The present moment, in milliseconds since 1970.
    var now: @Sendable () -> Int = { Int(Date().timeIntervalSince1970 * 1_000) }

    init(readers: any ReaderStore, secrets: some SecretStore, keySecret: String, region: String) {
        self.readers = readers
        keys = SigningKeys(secrets, secret: keySecret)
        self.region = region
    }

    /// `READERS_TABLE` and `SIGNING_KEY_SECRET` name the table and the secret. Throws `AWSConfigurationError`.
    init(environment: [String: String] = ProcessInfo.processInfo.environment) throws {
        self.init(
            readers: try DynamoDBReaders(environment: environment),
            secrets: try SecretsManager(),
            keySecret: environment["SIGNING_KEY_SECRET"] ?? "books/signing-key",
            region: environment["AWS_REGION"] ?? "us-east-1"
        )
    }

    /// Who issues tokens: the API itself, whichever host name it was called by.
    func issuer(apiID: String) -> String { "https://\(apiID).execute-api.\(region).amazonaws.com" }

    func signingKey() async throws -> SigningKey { try await keys.key(now: now()) }
}

extension DynamoDBReaders {
    /// Those of the table that `READERS_TABLE` names. Throws `AWSConfigurationError`.
    init(environment: [String: String] = ProcessInfo.processInfo.environment) throws {
        self.init(try DynamoDB(), table: environment["READERS_TABLE"] ?? "readers")
    }
}
