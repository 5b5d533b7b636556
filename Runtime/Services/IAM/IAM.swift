import ServiceKit
import Storage
import Wire

/// The local AWS Identity and Access Management: API version 2010-05-08 over the query protocol. Roles and policies are
/// kept and returned, so that what deploys an application finds them; nothing is enforced.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/welcome.html
package final class IAM: AWSService {
    package let context: ServiceContext
    private let dispatcher: QueryDispatcher<IAM>

    package static var actionNames: [String] { operations.map { $0.name } }

    static let operations: [any Operation<IAM>.Type] = [
        CreateRole.self, GetRole.self, ListRoles.self, UpdateRole.self, UpdateAssumeRolePolicy.self, DeleteRole.self,
        PutRolePolicy.self, GetRolePolicy.self, ListRolePolicies.self, DeleteRolePolicy.self,
        AttachRolePolicy.self, DetachRolePolicy.self, ListAttachedRolePolicies.self,
        TagRole.self, UntagRole.self, ListRoleTags.self, ListInstanceProfilesForRole.self,
        PutRolePermissionsBoundary.self, DeleteRolePermissionsBoundary.self,
        CreatePolicy.self, GetPolicy.self, GetPolicyVersion.self, ListPolicies.self, ListPolicyVersions.self,
        DeletePolicy.self,
    ]

    /// The schema of `context`'s store must include `IAM.migrations`.
    package init(_ context: ServiceContext) {
        self.context = context
        dispatcher = QueryDispatcher(
            namespace: "https://iam.amazonaws.com/doc/2010-05-08/",
            operations: Self.operations
        )
    }

    package func matches(_ request: HTTPRequest) -> Bool {
        request.headers["X-Amz-Target"] == nil && CredentialScope(request)?.service == "iam"
    }

    package func bodyLimit(of request: HTTPRequest) -> Int { 1 << 20 }

    package func handle(_ request: HTTPRequest, respond: @escaping HTTPResponder) {
        dispatcher.handle(request, self, respond: respond)
    }

    package func error(for failure: StorageError) -> AWSError {
        AWSError("ServiceFailure", status: 500, message: "\(failure)")
    }

    /// `nil` for a role that is not there.
    package static func roleID(_ name: String, _ connection: Connection) throws -> String? {
        try EntityStore(connection).find(Role.self, name)?.id
    }

    /// Removes every role and policy.
    package func reset() throws {
        try context.database.writeAndWait(.alone) { try $0.execute(script: "DELETE FROM iam_entity") }
    }
}
