import JSON
import ServiceKit
import Wire

/// What is kept secret.
enum SecretValue: Codable, Sendable, Hashable {
    case text(String)
    /// In base64.
    case binary(String)

    /// `nil` for a request that carries none.
    static func read(_ input: JSON.Object) throws(AWSError) -> SecretValue? {
        let text = input["SecretString"]?.nonNull?.stringValue
        let binary = input["SecretBinary"]?.nonNull?.stringValue
        guard text == nil || binary == nil else {
            throw .invalidParameter(
                "You can't specify both a binary secret value and a string secret value in the same secret."
            )
        }
        return text.map { .text($0) } ?? binary.map { .binary($0) }
    }

    static let members: [Shape.Member] = [
        .optional("SecretBinary", .string(length: 1...87_384)),
        .optional("SecretString", .string(length: 1...65_536)),
    ]

    var member: (String, JSON) {
        switch self {
        case .text(let text): ("SecretString", .string(text))
        case .binary(let base64): ("SecretBinary", .string(base64))
        }
    }
}

extension AWSError {
    static func invalidParameter(_ message: String) -> AWSError {
        AWSError("InvalidParameterException", message: message)
    }

    static func invalidRequest(_ message: String) -> AWSError { AWSError("InvalidRequestException", message: message) }

    static let noSuchSecret = AWSError(
        "ResourceNotFoundException",
        message: "Secrets Manager can't find the specified secret."
    )

    static let isMarkedForDeletion = invalidRequest(
        "You can't perform this operation on the secret because it was marked for deletion."
    )

    static let functionRefuses = AWSError(
        "AccessDeniedException",
        message: "Secrets Manager cannot invoke the specified Lambda function. Ensure that the function policy grants "
            + "access to the principal secretsmanager.amazonaws.com."
    )

    static func noSuchValue(_ what: String) -> AWSError {
        AWSError(
            "ResourceNotFoundException",
            message: "Secrets Manager can't find the specified secret value for \(what)"
        )
    }
}
