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
    private let name: String

    /// `nil` for the name of a parameter.
    init?(_ reference: ParameterReference) {
        guard reference.name.hasPrefix(Self.prefix) else { return nil }
        self.reference = reference
        name = String(reference.name.dropFirst(Self.prefix.count))
    }

    /// As `GetParameter` answers it.
    func parameter(_ service: SSM, isDecrypted: Bool, _ connection: Connection) throws -> JSON {
        guard isDecrypted else {
            throw AWSError.validation("WithDecryption flag must be True for retrieving a Secret Manager secret.")
        }
        guard let secret = try service.secrets(name, reference.selector, connection),
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
            ("SourceResult", .string(secret.text)), ("LastModifiedDate", secret["CreatedDate"] ?? 0),
            ("ARN", secret["ARN"] ?? ""), ("DataType", "text"),
        ])
        if let selector = reference.selector { parameter["Selector"] = .string(":\(selector)") }
        return .object(parameter)
    }
}
