import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Adds a secret, with a first value or without.
/// https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html
struct CreateSecret: Operation {
    static let input = Shape.request(
        "CreateSecret",
        [
            .required("Name", .string(length: 1...512)),
            .optional("ClientRequestToken", ClientRequestToken.shape),
            .optional("Description", .secretDescription),
            .optional("KmsKeyId", .kmsKeyID),
        ] + SecretValue.members + [
            .optional("Tags", .secretTags),
            .optional("AddReplicaRegions", Replica.shape),
            .optional("ForceOverwriteReplicaSecret", .boolean),
            .optional("Type", .string(length: 0...256)),
        ]
    )
    static let access = OperationAccess.write(.savepoint)

    private let token: String
    private let value: SecretValue?
    private let secret: Secret
    private let replicas: [Replica]
    private let isForced: Bool

    init(_ input: JSON.Object, _ service: SecretsManager) throws(AWSError) {
        let name = input.text("Name") ?? ""
        try Secret.checkName(name)
        replicas = Replica.read(input["AddReplicaRegions"])
        isForced = input["ForceOverwriteReplicaSecret"]?.boolValue ?? false
        token = try ClientRequestToken.read(input)
        value = try SecretValue.read(input)
        var secret = Secret(
            name: name,
            suffix: service.context.ids.text(6, of: .alphanumeric),
            description: input.text("Description"),
            kmsKeyID: input.text("KmsKeyId"),
            type: input.text("Type"),
            created: service.now,
            changed: service.now
        )
        try secret.set(Secret.tags(input["Tags"]))
        self.secret = secret
    }

    func perform(_ service: SecretsManager, _ connection: Connection) throws -> [UInt8] {
        let store = service.store(connection)
        if let existing = try store.secret(named: secret.name) {
            guard existing.deletion == nil else {
                throw AWSError.invalidRequest(
                    "You can't create this secret because a secret with this name is already scheduled for deletion."
                )
            }
            guard let value, let version = existing.version(token) else {
                throw AWSError(
                    "ResourceExistsException",
                    message: "The operation failed because the secret \(secret.name) already exists."
                )
            }
            guard version.value == value else { throw existing.tokenInUse(token, service.context.account) }
            return answer(existing, service)
        }
        var secret = result
        if !replicas.isEmpty { try store.replicate(&secret, to: replicas, overwriting: isForced) }
        try store.save(secret)
        return answer(secret, service)
    }

    /// The secret with its first version, if it has a value.
    var result: Secret {
        var secret = secret
        if let value {
            secret.add(
                SecretVersion(id: token, stages: [SecretVersion.current], value: value, created: secret.created)
            )
        }
        return secret
    }

    private func answer(_ secret: Secret, _ service: SecretsManager) -> [UInt8] {
        var reply = secret.identity(service.context.account)
        if value != nil { reply["VersionId"] = .string(token) }
        reply["ReplicationStatus"] = secret.replicas.map { .array($0.map(\.json)) }
        return JSON.object(reply).bytes
    }
}
