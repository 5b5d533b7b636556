import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Takes back the deletion of a secret that waits for it.
/// https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RestoreSecret.html
struct RestoreSecret: Operation {
    static let input = Shape.request("RestoreSecret", [.required("SecretId", .secretID)])
    static let access = OperationAccess.write(.savepoint)

    private let secretID: String

    init(_ input: JSON.Object, _ service: SecretsManager) throws(AWSError) { secretID = input.secretID }

    func perform(_ service: SecretsManager, _ connection: Connection) throws -> [UInt8] {
        let store = service.store(connection)
        var secret = try store.secret(secretID)
        try secret.checkIsPrimary()
        secret.deletion = nil
        try store.save(secret)
        return JSON.object(secret.identity(service.context.account)).bytes
    }
}
