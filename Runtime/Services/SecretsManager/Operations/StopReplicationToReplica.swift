import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Makes a replica a secret of its own, which follows its primary secret no more.
/// https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_StopReplicationToReplica.html
struct StopReplicationToReplica: Operation {
    static let input = Shape.request("StopReplicationToReplica", [.required("SecretId", .secretID)])
    static let access = OperationAccess.write(.savepoint)

    private let secretID: String

    init(_ input: JSON.Object, _ service: SecretsManager) throws(AWSError) { secretID = input.secretID }

    func perform(_ service: SecretsManager, _ connection: Connection) throws -> [UInt8] {
        let store = service.store(connection)
        var secret = try store.usableSecret(secretID)
        guard let region = secret.primaryRegion else {
            throw AWSError.invalidRequest("The secret is not a replica.")
        }
        if var primary = try store.sibling(region).secret(named: secret.name) {
            primary.replicas?.removeAll { $0.region == store.region }
            try store.sibling(region).save(primary)
        }
        secret.primaryRegion = nil
        try store.save(secret)
        return JSON.object(JSON.Object([("ARN", .string(secret.arn(service.context.account)))])).bytes
    }
}
