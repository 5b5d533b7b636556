import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Copies a secret to other regions, where it follows this one from then on.
/// https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ReplicateSecretToRegions.html
struct ReplicateSecretToRegions: Operation {
    static let input = Shape.request(
        "ReplicateSecretToRegions",
        [
            .required("SecretId", .secretID), .required("AddReplicaRegions", Replica.shape),
            .optional("ForceOverwriteReplicaSecret", .boolean),
        ]
    )
    static let access = OperationAccess.write(.savepoint)

    private let secretID: String
    private let replicas: [Replica]
    private let isForced: Bool

    init(_ input: JSON.Object, _ service: SecretsManager) throws(AWSError) {
        secretID = input.secretID
        replicas = Replica.read(input["AddReplicaRegions"])
        isForced = input["ForceOverwriteReplicaSecret"]?.boolValue ?? false
    }

    func perform(_ service: SecretsManager, _ connection: Connection) throws -> [UInt8] {
        let store = service.store(connection)
        var secret = try store.primarySecret(secretID)
        try store.replicate(&secret, to: replicas, overwriting: isForced)
        try store.save(secret)
        return secret.replicationReply(service.context.account)
    }
}

extension Secret {
    func replicationReply(_ account: AWSAccount) -> [UInt8] {
        JSON.object(
            JSON.Object([
                ("ARN", .string(arn(account))), ("ReplicationStatus", .array((replicas ?? []).map(\.json))),
            ])
        ).bytes
    }
}
