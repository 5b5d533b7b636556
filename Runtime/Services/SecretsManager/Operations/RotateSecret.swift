import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Has a function give a secret a new value: now unless told otherwise, and again as the rules say.
/// https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotateSecret.html
struct RotateSecret: Operation {
    static let input = Shape.request(
        "RotateSecret",
        [
            .required("SecretId", .secretID), .optional("ClientRequestToken", ClientRequestToken.shape),
            .optional("RotationLambdaARN", .string(length: 0...2048)),
            .optional("RotationRules", Rotation.rulesShape), .optional("RotateImmediately", .boolean),
            .optional("ExternalSecretRotationMetadata", .list(.structure([], java: ""))),
            .optional("ExternalSecretRotationRoleArn", .string(length: 20...2048)),
        ]
    )
    static let access = OperationAccess.write(.savepoint)

    private let input: JSON.Object
    private let secretID: String
    private let token: String
    private let isImmediate: Bool

    init(_ input: JSON.Object, _ service: SecretsManager) throws(AWSError) {
        for name in ["ExternalSecretRotationMetadata", "ExternalSecretRotationRoleArn"]
        where input[name]?.nonNull != nil {
            throw .invalidParameter("Hearth does not emulate \(name).")
        }
        self.input = input
        secretID = input.secretID
        token = try ClientRequestToken.read(input)
        isImmediate = input["RotateImmediately"]?.boolValue ?? true
    }

    func perform(_ service: SecretsManager, _ connection: Connection) throws -> [UInt8] {
        let now = service.context.time.now
        let store = service.store(connection)
        var secret = try store.primarySecret(secretID)
        var rotation = secret.rotation ?? Rotation()
        try rotation.apply(input)
        guard let arn = rotation.lambdaARN else {
            throw AWSError.invalidRequest("No Lambda rotation function ARN is associated with this secret.")
        }
        guard let function = ARN(arn), service.functions.refusal(function, to: service.caller(secret)) == nil else {
            throw AWSError.functionRefuses
        }
        if let pending = secret.version(at: SecretVersion.pending),
            pending.id != token, !pending.stages.contains(SecretVersion.current)
        {
            throw AWSError.invalidRequest(
                "A previous rotation isn't complete. That rotation will be reattempted."
            )
        }
        rotation.isEnabled = true
        rotation.plan(from: now)
        let current = secret.version(at: SecretVersion.current)?.value
        secret.beginVersion(token, value: isImmediate ? nil : current, at: service.now)
        if isImmediate { rotation.underWay = token } else { rotation.tested = token }
        secret.rotation = rotation
        secret.changed = service.now
        try store.save(secret)
        var reply = secret.identity(service.context.account)
        if isImmediate { reply["VersionId"] = .string(token) }
        return JSON.object(reply).bytes
    }

    func committed(_ service: SecretsManager) {
        service.watchRotations()
        service.resumeRotations()
    }
}

/// Ends the rotation of a secret: the versions stay as they are.
/// https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CancelRotateSecret.html
struct CancelRotateSecret: Operation {
    static let input = Shape.request("CancelRotateSecret", [.required("SecretId", .secretID)])
    static let access = OperationAccess.write(.savepoint)

    private let secretID: String

    init(_ input: JSON.Object, _ service: SecretsManager) throws(AWSError) { secretID = input.secretID }

    func perform(_ service: SecretsManager, _ connection: Connection) throws -> [UInt8] {
        let store = service.store(connection)
        var secret = try store.primarySecret(secretID)
        guard var rotation = secret.rotation, rotation.lambdaARN != nil else {
            throw AWSError.invalidRequest(
                "You tried to enable rotation on a secret that doesn't already have a Lambda function ARN configured"
                    + "and you didn't include such an ARN as a parameter in this call."
            )
        }
        let underWay = rotation.underWay
        (rotation.isEnabled, rotation.next, rotation.underWay) = (false, nil, nil)
        secret.rotation = rotation
        try store.save(secret)
        var reply = secret.identity(service.context.account)
        if let underWay { reply["VersionId"] = .string(underWay) }
        return JSON.object(reply).bytes
    }
}
