import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Lists the versions of a secret, the oldest first; those without a label only when they are asked for.
/// https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ListSecretVersionIds.html
struct ListSecretVersionIds: Operation {
    static let input = Shape.request(
        "ListSecretVersionIds",
        [
            .required("SecretId", .secretID),
            .optional("MaxResults", .number(java: "Integer", range: 1...100)),
            .optional("NextToken", .string(length: 1...4096)),
            .optional("IncludeDeprecated", .boolean),
        ]
    )
    static let access = OperationAccess.read

    private let secretID: String
    private let includesDeprecated: Bool
    private let page: SecretPage

    init(_ input: JSON.Object, _ service: SecretsManager) throws(AWSError) {
        secretID = input.secretID
        includesDeprecated = input["IncludeDeprecated"]?.boolValue ?? false
        page = try SecretPage(input, standard: 100)
    }

    func perform(_ service: SecretsManager, _ connection: Connection) throws -> [UInt8] {
        let secret = try service.store(connection).secret(secretID)
        let versions = secret.versions.filter { includesDeprecated || !$0.stages.isEmpty }
        return page.reply("Versions", versions, secret.identity(service.context.account)) { version in
            var object = JSON.Object([
                ("VersionId", .string(version.id)), ("CreatedDate", Secret.seconds(version.created)),
                ("KmsKeyIds", [.string(secret.kmsKeyID ?? "DefaultEncryptionKey")]),
            ])
            if !version.stages.isEmpty { object["VersionStages"] = .array(version.stages.map { .string($0) }) }
            object["LastAccessedDate"] = version.accessed.map { Secret.seconds($0) }
            return .object(object)
        }
    }
}
