import ServiceKit
import Storage
import Time
import Wire

/// The local AWS Security Token Service: API version 2011-06-15 over the query protocol. There is one account, and no
/// credentials are checked.
/// https://docs.aws.amazon.com/STS/latest/APIReference/welcome.html
package final class STS: AWSService {
    package let context: ServiceContext
    /// Of a role by its name; `nil` for one that is not there.
    let roleID: @Sendable (String, Connection) throws -> String?
    private let dispatcher: QueryDispatcher<STS>

    package static var actionNames: [String] { operations.map { $0.name } }

    static let operations: [any Operation<STS>.Type] = [
        GetCallerIdentity.self, AssumeRole.self, GetSessionToken.self, GetFederationToken.self, GetAccessKeyInfo.self,
    ]

    package init(
        _ context: ServiceContext,
        roleID: @escaping @Sendable (_ role: String, Connection) throws -> String? = { _, _ in nil }
    ) {
        self.context = context
        self.roleID = roleID
        dispatcher = QueryDispatcher(
            namespace: "https://sts.amazonaws.com/doc/2011-06-15/",
            operations: Self.operations
        )
    }

    /// Credentials of a role's session for those who need not ask. The token begins with `mark`.
    package static func credentials(
        roleName: String,
        sessionName: String,
        mark: String,
        _ ids: IDSource
    ) -> (accessKeyID: String, secretAccessKey: String, sessionToken: String) {
        let accessKeyID = TemporaryCredentials.accessKeyID(ids)
        let role = AssumedRole(roleName: roleName, sessionName: sessionName, id: nil)
        let token = "\(mark).\(accessKeyID).\(role.token)"
        return (accessKeyID, TemporaryCredentials.secretAccessKey(accessKeyID, token), token)
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

extension Shape.Pattern {
    /// Of sessions and federated users.
    static let sessionName = identityName("[\\w+=,.@-]*")
    static let tokenCode = Shape.Pattern("[\\d]*") { $0.utf8.allSatisfy(\.isDigit) }
}
