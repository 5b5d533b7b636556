import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Keeps a resource policy with a secret. Hearth does not enforce it.
/// https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutResourcePolicy.html
struct PutResourcePolicy: Operation {
    static let input = Shape.request(
        "PutResourcePolicy",
        [
            .required("SecretId", .secretID),
            .required("ResourcePolicy", .string(length: 1...20_480)),
            .optional("BlockPublicPolicy", .boolean),
        ]
    )
    static let access = OperationAccess.write(.savepoint)

    private let secretID: String
    private let policy: String

    init(_ input: JSON.Object, _ service: SecretsManager) throws(AWSError) {
        secretID = input.secretID
        policy = input.text("ResourcePolicy") ?? ""
    }

    func perform(_ service: SecretsManager, _ connection: Connection) throws -> [UInt8] {
        let store = service.store(connection)
        var secret = try store.primarySecret(secretID)
        try ResourcePolicyText.check(policy)
        secret.policy = policy
        try store.save(secret)
        return JSON.object(secret.identity(service.context.account)).bytes
    }
}

/// https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetResourcePolicy.html
struct GetResourcePolicy: Operation {
    static let input = Shape.request("GetResourcePolicy", [.required("SecretId", .secretID)])
    static let access = OperationAccess.read

    private let secretID: String

    init(_ input: JSON.Object, _ service: SecretsManager) throws(AWSError) { secretID = input.secretID }

    func perform(_ service: SecretsManager, _ connection: Connection) throws -> [UInt8] {
        let secret = try service.store(connection).primarySecret(secretID)
        var reply = secret.identity(service.context.account)
        if let policy = secret.policy { reply["ResourcePolicy"] = .string(policy) }
        return JSON.object(reply).bytes
    }
}

/// https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteResourcePolicy.html
struct DeleteResourcePolicy: Operation {
    static let input = Shape.request("DeleteResourcePolicy", [.required("SecretId", .secretID)])
    static let access = OperationAccess.write(.savepoint)

    private let secretID: String

    init(_ input: JSON.Object, _ service: SecretsManager) throws(AWSError) { secretID = input.secretID }

    func perform(_ service: SecretsManager, _ connection: Connection) throws -> [UInt8] {
        let store = service.store(connection)
        var secret = try store.primarySecret(secretID)
        secret.policy = nil
        try store.save(secret)
        return JSON.object(secret.identity(service.context.account)).bytes
    }
}

/// Tells whether a resource policy could be put: whether it is a JSON object with statements.
/// https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ValidateResourcePolicy.html
struct ValidateResourcePolicy: Operation {
    static let input = Shape.request(
        "ValidateResourcePolicy",
        [.optional("SecretId", .secretID), .required("ResourcePolicy", .string(length: 1...20_480))]
    )
    static let access = OperationAccess.read

    private let secretID: String?

    init(_ input: JSON.Object, _ service: SecretsManager) throws(AWSError) {
        secretID = input.text("SecretId")
        try ResourcePolicyText.check(input.text("ResourcePolicy") ?? "")
    }

    func perform(_ service: SecretsManager, _ connection: Connection) throws -> [UInt8] {
        if let secretID { _ = try service.store(connection).usableSecret(secretID) }
        return JSON.object(JSON.Object([("PolicyValidationPassed", true), ("ValidationErrors", [])])).bytes
    }
}

enum ResourcePolicyText {
    static func check(_ text: String) throws(AWSError) {
        guard let policy = try? JSON(parsing: Array(text.utf8)), policy["Statement"]?.nonNull != nil else {
            throw AWSError(
                "MalformedPolicyDocumentException",
                message: "This resource policy contains a syntax error."
            )
        }
    }
}
