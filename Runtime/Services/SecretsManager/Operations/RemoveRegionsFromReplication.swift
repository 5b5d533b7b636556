import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Removes the copies of a secret in other regions; regions without one are passed over.
/// https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RemoveRegionsFromReplication.html
struct RemoveRegionsFromReplication: Operation {
    static let input = Shape.request(
        "RemoveRegionsFromReplication",
        [
            .required("SecretId", .secretID),
            .required("RemoveReplicaRegions", .list(.string(length: 1...128), length: 1...Int.max)),
        ]
    )
    static let access = OperationAccess.write(.savepoint)

    private let secretID: String
    private let regions: [String]

    init(_ input: JSON.Object, _ service: SecretsManager) throws(AWSError) {
        secretID = input.secretID
        regions = (input["RemoveReplicaRegions"]?.arrayValue ?? []).compactMap(\.stringValue)
    }

    func perform(_ service: SecretsManager, _ connection: Connection) throws -> [UInt8] {
        let store = service.store(connection)
        var secret = try store.primarySecret(secretID)
        for replica in secret.replicas ?? [] where replica.isInSync && regions.contains(replica.region) {
            try store.sibling(replica.region).remove(secret)
        }
        secret.replicas?.removeAll { regions.contains($0.region) }
        try store.save(secret)
        return secret.replicationReply(service.context.account)
    }
}
