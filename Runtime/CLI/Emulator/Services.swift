import DynamoDB
import SSM
import SecretsManager
import ServiceKit
import Storage
import Template
import Wire

/// The services behind the endpoint that keep their state in the one store.
struct Services: Sendable {
    /// What functions may ask Parameter Store and Secrets Manager for.
    private let secrets: Secrets
    let dynamoDB: DynamoDB
    let ssm: SSM
    let secretsManager: SecretsManager

    static let migrations = DynamoDB.migrations + SSM.migrations + SecretsManager.migrations

    /// The schema of `context`'s store must include `migrations`.
    init(_ context: ServiceContext, _ secrets: Secrets) throws {
        self.secrets = secrets
        dynamoDB = try DynamoDB(context)
        ssm = SSM(context)
        secretsManager = SecretsManager(context)
        try provideSecrets()
    }

    var all: [any EndpointService] { [dynamoDB, ssm, secretsManager] }

    /// Removes everything they hold but what the secrets file says.
    func reset() async throws {
        try await dynamoDB.reset()
        try ssm.reset()
        try secretsManager.reset()
        try provideSecrets()
    }

    private func provideSecrets() throws {
        let entries = secrets.entries
        for (name, value) in entries.parameters {
            try provide("ssm", name) { try ssm.provide(name, value: value) }
        }
        for (name, value) in entries.secrets {
            try provide("secretsmanager", name) { try secretsManager.provide(name, value: value) }
        }
    }

    private func provide(_ section: String, _ name: String, _ body: () throws -> Void) throws {
        do {
            try body()
        } catch let error as AWSError {
            throw CommandError("\(secrets.file): /\(section)/\(name): \(error.message)")
        }
    }
}
