import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Changes what is said of a secret, and gives it a new current value where one is sent.
/// https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecret.html
struct UpdateSecret: Operation {
    static let input = Shape.request(
        "UpdateSecret",
        [
            .required("SecretId", .secretID),
            .optional("ClientRequestToken", ClientRequestToken.shape),
            .optional("Description", .secretDescription),
            .optional("KmsKeyId", .kmsKeyID),
        ] + SecretValue.members + [.optional("Type", .string(length: 0...256))]
    )
    static let access = OperationAccess.write(.savepoint)

    private let secretID: String
    private let token: String
    private let value: SecretValue?
    private let description: String?
    private let kmsKeyID: String?
    private let type: String?

    init(_ input: JSON.Object, _ service: SecretsManager) throws(AWSError) {
        secretID = input.secretID
        token = try ClientRequestToken.read(input)
        value = try SecretValue.read(input)
        description = input.text("Description")
        kmsKeyID = input.text("KmsKeyId")
        type = input.text("Type")
    }

    func perform(_ service: SecretsManager, _ connection: Connection) throws -> [UInt8] {
        let store = service.store(connection)
        var secret = try store.primarySecret(secretID)
        if let description { secret.description = description }
        if let kmsKeyID { secret.kmsKeyID = kmsKeyID }
        if let type { secret.type = type }
        secret.changed = service.now
        if let value { try secret.put(value, token, [SecretVersion.current], service) }
        try store.save(secret)
        var reply = secret.identity(service.context.account)
        if value != nil { reply["VersionId"] = .string(token) }
        return JSON.object(reply).bytes
    }
}
