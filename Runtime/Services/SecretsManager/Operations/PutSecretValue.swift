import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Adds a version with a new value to a secret. It becomes the current one unless other labels are asked for.
/// https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html
struct PutSecretValue: Operation {
    static let input = Shape.request(
        "PutSecretValue",
        [.required("SecretId", .secretID), .optional("ClientRequestToken", ClientRequestToken.shape)]
            + SecretValue.members + [
                .optional("VersionStages", .list(.versionStage, length: 1...20)),
                .optional("RotationToken", .string(length: 36...256)),
            ]
    )
    static let access = OperationAccess.write(.savepoint)

    private let secretID: String
    private let token: String
    private let value: SecretValue
    private let stages: [String]

    init(_ input: JSON.Object, _ service: SecretsManager) throws(AWSError) {
        secretID = input.secretID
        token = try ClientRequestToken.read(input)
        guard let value = try SecretValue.read(input) else {
            throw .invalidRequest("You must provide either SecretString or SecretBinary.")
        }
        self.value = value
        let stages = (input["VersionStages"]?.arrayValue ?? []).compactMap(\.stringValue)
        self.stages = stages.isEmpty ? [SecretVersion.current] : stages
    }

    func perform(_ service: SecretsManager, _ connection: Connection) throws -> [UInt8] {
        let store = service.store(connection)
        var secret = try store.primarySecret(secretID)
        try secret.put(value, token, stages, service)
        try store.save(secret)
        var reply = secret.identity(service.context.account)
        reply["VersionId"] = .string(token)
        reply["VersionStages"] = .array((secret.version(token)?.stages ?? []).map { .string($0) })
        return JSON.object(reply).bytes
    }
}

extension Secret {
    /// Adds a version, unless the token has made this one before.
    mutating func put(
        _ value: SecretValue,
        _ token: String,
        _ stages: [String],
        _ service: SecretsManager
    ) throws(AWSError) {
        if let index = versions.firstIndex(where: { $0.id == token && $0.value == nil }) {
            versions[index].value = value
            for stage in stages { move(stage, to: token) }
            changed = service.now
            return
        }
        if let version = version(token) {
            guard version.value == value else { throw tokenInUse(token, service.context.account) }
            return
        }
        add(SecretVersion(id: token, stages: stages, value: value, created: service.now))
        changed = service.now
    }

    func tokenInUse(_ token: String, _ account: AWSAccount) -> AWSError {
        AWSError(
            "ResourceExistsException",
            message: "You can't use ClientRequestToken \(token) because that value is already in use for a version of "
                + "secret \(arn(account))."
        )
    }
}
