import Wire

/// Whose credentials sign a request.
package struct CallerIdentity: Sendable, Hashable {
    /// A user's id, the account's, or a role's and its session's.
    package var userID: String
    package var arn: String
    package var accountID: String

    package init(userID: String, arn: String, accountID: String) {
        self.userID = userID
        self.arn = arn
        self.accountID = accountID
    }

    /// The account itself.
    static func root(of account: AWSAccount) -> CallerIdentity {
        CallerIdentity(userID: account.id, arn: "arn:aws:iam::\(account.id):root", accountID: account.id)
    }
}

/// Credentials that end were shown without their session token, or with one that is not theirs.
package struct InvalidSecurityToken: Error, Hashable {
    package init() {}
}

/// Finds out whose credentials these are, and the secret that they sign with; `nil` where it is not known.
package typealias CallerLookup =
    @Sendable (_ accessKeyID: String, _ sessionToken: String?) throws(InvalidSecurityToken) -> (
        identity: CallerIdentity, secretAccessKey: String
    )?
