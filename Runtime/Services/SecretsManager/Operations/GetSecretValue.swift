import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Reads the value of a version, the current one unless said otherwise.
/// https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
struct GetSecretValue: Operation {
    static let input = Shape.request(
        "GetSecretValue",
        [
            .required("SecretId", .secretID),
            .optional("VersionId", .versionID),
            .optional("VersionStage", .versionStage),
        ]
    )
    /// The first one of a day writes down that the secret has been accessed.
    static let access = OperationAccess.write(.savepoint)

    private let secretID: String
    private let versionID: String?
    private let stage: String?

    init(_ input: JSON.Object, _ service: SecretsManager) throws(AWSError) {
        secretID = input.secretID
        versionID = input.text("VersionId")
        stage = input.text("VersionStage")
    }

    func perform(_ service: SecretsManager, _ connection: Connection) throws -> [UInt8] {
        let store = service.store(connection)
        var secret = try store.usableSecret(secretID)
        let version = try secret.version(id: versionID, stage: stage)
        guard let value = secret.value(version, service.context.account) else {
            throw AWSError.noSuchValue(stage.map { "staging label: \($0)" } ?? "VersionId: \(version.id)")
        }
        if secret.access(version.id, at: service.context.time.now) { try store.touch(secret) }
        return JSON.object(value).bytes
    }
}

extension Secret {
    /// `nil` for a version that has none yet.
    func value(_ version: SecretVersion, _ account: AWSAccount) -> JSON.Object? {
        guard let value = version.value else { return nil }
        var object = identity(account)
        object["VersionId"] = .string(version.id)
        object[value.member.0] = value.member.1
        object["VersionStages"] = .array(version.stages.map { .string($0) })
        object["CreatedDate"] = Self.seconds(version.created)
        return object
    }
}
