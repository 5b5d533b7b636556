import ServiceKit
import Storage
import Wire

/// The local AWS Security Token Service: API version 2011-06-15 over the query protocol. There is one account, and no
/// credentials are checked.
/// https://docs.aws.amazon.com/STS/latest/APIReference/welcome.html
package final class STS: AWSService {
    package let context: ServiceContext
    private let dispatcher: QueryDispatcher<STS>

    static let operations: [any Operation<STS>.Type] = [GetCallerIdentity.self, AssumeRole.self, GetSessionToken.self]

    private static let notEmulated: Set = [
        "AssumeRoleWithSAML", "AssumeRoleWithWebIdentity", "AssumeRoot", "DecodeAuthorizationMessage",
        "GetAccessKeyInfo", "GetDelegatedAccessToken", "GetFederationToken", "GetWebIdentityToken",
    ]

    package init(_ context: ServiceContext) {
        self.context = context
        dispatcher = QueryDispatcher(
            namespace: "https://sts.amazonaws.com/doc/2011-06-15/",
            operations: Self.operations,
            notEmulated: Self.notEmulated
        )
    }

    package func matches(_ request: HTTPRequest) -> Bool {
        request.headers["X-Amz-Target"] == nil && CredentialScope(request)?.service == "sts"
    }

    package func bodyLimit(of request: HTTPRequest) -> Int { 1 << 20 }

    package func handle(_ request: HTTPRequest, respond: @escaping HTTPResponder) {
        dispatcher.handle(request, self, respond: respond)
    }

    package func error(for failure: StorageError) -> AWSError {
        AWSError("InternalFailure", status: 500, message: "\(failure)")
    }
}
