import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Moves a label from one version of a secret to another, or takes it off.
/// https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecretVersionStage.html
struct UpdateSecretVersionStage: Operation {
    static let input = Shape.request(
        "UpdateSecretVersionStage",
        [
            .required("SecretId", .secretID),
            .required("VersionStage", .versionStage),
            .optional("RemoveFromVersionId", .versionID),
            .optional("MoveToVersionId", .versionID),
        ]
    )
    static let access = OperationAccess.write(.savepoint)

    private let secretID: String
    private let stage: String
    private let source: String?
    private let target: String?

    init(_ input: JSON.Object, _ service: SecretsManager) throws(AWSError) {
        secretID = input.secretID
        stage = input.text("VersionStage") ?? ""
        source = input.text("RemoveFromVersionId")
        target = input.text("MoveToVersionId")
    }

    func perform(_ service: SecretsManager, _ connection: Connection) throws -> [UInt8] {
        let store = service.store(connection)
        var secret = try store.primarySecret(secretID)
        for id in [source, target] {
            if let id, secret.version(id) == nil { throw AWSError.noSuchValue("VersionId: \(id)") }
        }
        try checkSource(secret.version(at: stage)?.id)
        guard target != nil || stage != SecretVersion.current else {
            throw AWSError.invalidParameter(
                "You can only move staging label AWSCURRENT to a different secret version. It can't be completely removed."
            )
        }
        secret.move(stage, to: target)
        secret.changed = service.now
        try store.save(secret)
        return JSON.object(secret.identity(service.context.account)).bytes
    }

    /// The version that bears the label has to be named when it is to lose it.
    private func checkSource(_ bearer: String?) throws(AWSError) {
        if let source, source != bearer {
            throw .invalidParameter(
                "The parameter RemoveFromVersionId is invalid. Staging label \(stage) is not attached to version \(source)."
            )
        }
        if let bearer, source == nil, bearer != target {
            throw .invalidParameter(
                "The parameter RemoveFromVersionId can't be empty. Staging label \(stage) is currently attached to "
                    + "version \(bearer), so you must explicitly reference that version in RemoveFromVersionId."
            )
        }
    }
}
