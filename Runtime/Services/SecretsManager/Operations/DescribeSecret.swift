import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Tells all of a secret but its values.
/// https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DescribeSecret.html
struct DescribeSecret: Operation {
    static let input = Shape.request("DescribeSecret", [.required("SecretId", .secretID)])
    static let access = OperationAccess.read

    private let secretID: String

    init(_ input: JSON.Object, _ service: SecretsManager) throws(AWSError) { secretID = input.secretID }

    func perform(_ service: SecretsManager, _ connection: Connection) throws -> [UInt8] {
        let secret = try service.store(connection).secret(secretID)
        return JSON.object(secret.details(service.context.account, versions: "VersionIdsToStages")).bytes
    }
}
