import Gateway
import Lambda
import STS
import Wire

extension Ground {
    /// The credentials whose secrets are known: those that functions get, and those of STS.
    var callers: CallerLookup {
        let account = options.account
        return { accessKeyID, sessionToken in
            let secret =
                FunctionCredentials.secretAccessKey(of: accessKeyID)
                ?? STS.secretAccessKey(of: accessKeyID, sessionToken: sessionToken)
            guard let secret else { return nil }
            let caller = STS.identity(sessionToken: sessionToken, account)
            return (CallerIdentity(userID: caller.userID, arn: caller.arn.description, accountID: account.id), secret)
        }
    }
}
