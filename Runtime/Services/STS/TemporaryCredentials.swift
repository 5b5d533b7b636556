import JSON
import ServiceKit
import Time
import Wire

/// Credentials that end by themselves. Their secret follows from the rest, so that nobody has to remember it.
struct TemporaryCredentials {
    static let shape = Shape.structure(
        [
            .optional("AccessKeyId", .string()), .optional("SecretAccessKey", .string()),
            .optional("SessionToken", .string()), .optional("Expiration", .timestamp),
        ],
        java: "Credentials"
    )

    let json: JSON

    init(token: String, seconds: Int, _ context: ServiceContext) {
        let end = context.time.now + .seconds(seconds)
        let accessKeyID = Self.accessKeyID(context.ids)
        json = [
            "AccessKeyId": .string(accessKeyID),
            "SecretAccessKey": .string(Self.secretAccessKey(accessKeyID, token)),
            "SessionToken": .string(token),
            "Expiration": JSON(Double(end.millisecondsSinceEpoch / 1000)),
        ]
    }

    /// Ends in four letters that follow from the rest, by which one is known again.
    static func accessKeyID(_ ids: IDSource) -> String {
        let start = "ASIA" + ids.text(12, of: .base32)
        return start + ending(of: start)
    }

    static func isOwn(_ accessKeyID: String) -> Bool {
        let start = accessKeyID.prefix(16)
        return accessKeyID.utf8.count == 20 && accessKeyID.dropFirst(16) == ending(of: start)
    }

    private static func ending(of start: some StringProtocol) -> String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        return String(SHA256.digest(Array("hearth\n\(start)".utf8)).prefix(4).map { letters[Int($0) & 31] })
    }

    static func secretAccessKey(_ accessKeyID: String, _ token: String) -> String {
        String(SHA256.hex(Array("\(accessKeyID)\n\(token)".utf8)).prefix(40))
    }
}

extension STS {
    /// The account's root, the role that `AssumeRole` was asked for, or the user of `GetFederationToken`.
    package static func identity(sessionToken: String?, _ account: AWSAccount) -> (userID: String, arn: ARN) {
        if let role = sessionToken.flatMap(AssumedRole.init(token:)) {
            return ("\(role.id):\(role.sessionName)", role.arn(account))
        }
        if let user = sessionToken.flatMap(FederatedUser.init(token:)) { return (user.id(account), user.arn(account)) }
        return (account.id, ARN(service: "iam", region: "", accountID: account.id, resource: "root"))
    }

    /// What tokens of `GetSessionToken` begin with.
    static let tokenMark = "hearth-session-"

    /// Whether credentials without a secret that is known are temporary ones without a token, or this service's with
    /// another's. Those of AWS come with tokens that nobody here can check.
    package static func wants(anotherTokenFor accessKeyID: String, than sessionToken: String?) -> Bool {
        TemporaryCredentials.isOwn(accessKeyID) || sessionToken == nil && accessKeyID.hasPrefix("ASIA")
    }

    /// `nil` for credentials that are not of this service. That they have ended is not looked at.
    package static func secretAccessKey(of accessKeyID: String, sessionToken: String?) -> String? {
        guard let sessionToken,
            sessionToken.hasPrefix(tokenMark) || AssumedRole(token: sessionToken) != nil
                || FederatedUser(token: sessionToken) != nil
        else { return nil }
        return TemporaryCredentials.secretAccessKey(accessKeyID, sessionToken)
    }
}
