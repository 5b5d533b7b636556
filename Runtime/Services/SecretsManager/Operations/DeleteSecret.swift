import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Marks a secret for its deletion in some days, 30 unless said otherwise, or removes it at once.
/// https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteSecret.html
struct DeleteSecret: Operation {
    static let input = Shape.request(
        "DeleteSecret",
        [
            .required("SecretId", .secretID),
            .optional("RecoveryWindowInDays", .number(java: "Long")),
            .optional("ForceDeleteWithoutRecovery", .boolean),
        ]
    )
    static let access = OperationAccess.write(.savepoint)

    private let secretID: String
    private let days: Int
    private let isForced: Bool

    init(_ input: JSON.Object, _ service: SecretsManager) throws(AWSError) {
        secretID = input.secretID
        isForced = input["ForceDeleteWithoutRecovery"]?.boolValue ?? false
        let days = input["RecoveryWindowInDays"]?.nonNull?.intValue
        guard (7...30).contains(days ?? 30) else {
            throw .invalidParameter("The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).")
        }
        guard days == nil || !isForced else {
            throw .invalidParameter(
                "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays."
            )
        }
        self.days = days ?? 30
    }

    func perform(_ service: SecretsManager, _ connection: Connection) throws -> [UInt8] {
        let store = service.store(connection)
        var deletion = service.now
        guard var secret = try store.find(secretID) else {
            // A forced deletion of what is not there is no mistake.
            guard isForced else { throw AWSError.noSuchSecret }
            let absent = Secret(name: secretID, suffix: "xxxxxx", created: deletion, changed: deletion)
            return answer(absent, deletion, service)
        }
        try secret.checkIsPrimary()
        try secret.checkHasNoReplicas(service.context.account)
        if isForced {
            try store.remove(secret)
        } else {
            guard secret.deletion == nil else { throw AWSError.isMarkedForDeletion }
            deletion = (service.context.time.now + .seconds(days * 86_400)).nanosecondsSinceEpoch
            secret.deletion = deletion
            try store.save(secret)
        }
        return answer(secret, deletion, service)
    }

    private func answer(_ secret: Secret, _ deletion: Int64, _ service: SecretsManager) -> [UInt8] {
        var reply = secret.identity(service.context.account)
        reply["DeletionDate"] = Secret.seconds(deletion)
        return JSON.object(reply).bytes
    }
}
