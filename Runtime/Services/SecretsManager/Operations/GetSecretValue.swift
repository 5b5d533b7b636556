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
    static let access = OperationAccess.read

    private let secretID: String
    private let versionID: String?
    private let stage: String?

    init(_ input: JSON.Object, _ service: SecretsManager) throws(AWSError) {
        secretID = input.secretID
        versionID = input.text("VersionId")
        stage = input.text("VersionStage")
    }

    func perform(_ service: SecretsManager, _ connection: Connection) throws -> [UInt8] {
        let secret = try SecretStore(connection, at: service.context.time.now).usableSecret(secretID)
        let version = try secret.version(id: versionID, stage: stage)
        return JSON.object(secret.value(version, service.context.account)).bytes
    }
}

extension Secret {
    func value(_ version: SecretVersion, _ account: AWSAccount) -> JSON.Object {
        var object = identity(account)
        object["VersionId"] = .string(version.id)
        object[version.value.member.0] = version.value.member.1
        object["VersionStages"] = .array(version.stages.map { .string($0) })
        object["CreatedDate"] = Self.seconds(version.created)
        return object
    }
}
