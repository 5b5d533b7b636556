import JSON
import ServiceKit
import Storage
import Wire

/// A secret of Secrets Manager that is read as a parameter: `/aws/reference/secretsmanager/NAME`, with the id or label of
/// a version behind a colon.
/// https://docs.aws.amazon.com/systems-manager/latest/userguide/integration-ps-secretsmanager.html
struct SecretReference {
    private static let prefix = "/aws/reference/secretsmanager/"

    private let reference: ParameterReference
    private let region: String
    private let name: String

    /// `nil` for the name of a parameter. `region` is where the client looks for the secret.
    init?(_ reference: ParameterReference, region: String) {
        guard reference.name.hasPrefix(Self.prefix) else { return nil }
        self.reference = reference
        self.region = region
        name = String(reference.name.dropFirst(Self.prefix.count))
    }

    /// What Secrets Manager has answered, with names that begin with small letters.
    private static func source(_ secret: JSON) -> JSON {
        .object(
            JSON.Object(
                (secret.objectValue?.members ?? []).map { member in
                    let name = member.key == "ARN" ? "ARN" : member.key.prefix(1).lowercased() + member.key.dropFirst()
                    return (name, member.value)
                }
            )
        )
    }

    /// As `GetParameter` answers it.
    func parameter(_ service: SSM, isDecrypted: Bool, _ connection: Connection) throws -> JSON {
        guard isDecrypted else {
            throw AWSError.validation("WithDecryption flag must be True for retrieving a Secret Manager secret.")
        }
        guard let secret = try service.secrets(name, region, reference.selector, connection),
            let value = secret["SecretString"]?.stringValue
        else {
            throw AWSError(
                "ParameterNotFound",
                message:
                    "An error occurred (ParameterNotFound) when referencing Secrets Manager: Secret \(reference.name) "
                    + "not found."
            )
        }
        var parameter = JSON.Object([
            ("Name", .string(reference.name)), ("Type", "SecureString"), ("Value", .string(value)), ("Version", 0),
            ("SourceResult", .string(Self.source(secret).text)), ("LastModifiedDate", secret["CreatedDate"] ?? 0),
            ("ARN", secret["ARN"] ?? ""), ("DataType", "text"),
        ])
        if let selector = reference.selector { parameter["Selector"] = .string(":\(selector)") }
        return .object(parameter)
    }
}
