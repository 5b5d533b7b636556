import Gateway
import Lambda
import STS
import Wire

extension Ground {
    /// The credentials whose secrets are known: those that functions get, and those of STS.
    var callers: CallerLookup {
        let account = options.account
        return { (accessKeyID, sessionToken) throws(InvalidSecurityToken) in
            guard let secret = STS.secretAccessKey(of: accessKeyID, sessionToken: sessionToken) else {
                if STS.wants(anotherTokenFor: accessKeyID, than: sessionToken) { throw InvalidSecurityToken() }
                return nil
            }
            let caller = STS.identity(sessionToken: sessionToken, account)
            return (CallerIdentity(userID: caller.userID, arn: caller.arn.description, accountID: account.id), secret)
        }
    }

    /// Each environment has a session of the function's role, named after the function.
    /// https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html
    var functionCredentials: FunctionCredentials.Maker {
        { [ids] function, mark in
            let role = function.role.flatMap { ARN($0) }?.resource.split(separator: "/").last.map(String.init)
            // Names of sessions have two letters at least.
            let session = function.name.count == 1 ? "\(function.name)@lambda_function" : function.name
            let made = STS.credentials(
                roleName: role ?? "\(function.name)Role",
                sessionName: session,
                mark: mark,
                ids
            )
            return FunctionCredentials(
                accessKeyID: made.accessKeyID,
                secretAccessKey: made.secretAccessKey,
                sessionToken: made.sessionToken
            )
        }
    }
}
