import JSON
import ServiceKit
import Storage
import Wire

/// The local Parameter Store of AWS Systems Manager: API version 2014-11-06 over awsJson 1.1.
/// https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-parameter-store.html
package final class SSM: AWSService {
    /// What Secrets Manager answers in a region of a secret and a version of it.
    package typealias Secrets =
        @Sendable (_ name: String, _ region: String, _ version: String?, Connection) throws -> JSON?

    package let context: ServiceContext
    let secrets: Secrets
    private let dispatcher: JSONDispatcher<SSM>
    private static let targetPrefix = "AmazonSSM."

    package static var actionNames: [String] { operations.map { $0.name } }

    static let operations: [any Operation<SSM>.Type] = [
        PutParameter.self, GetParameter.self, GetParameters.self, GetParametersByPath.self, GetParameterHistory.self,
        DescribeParameters.self, DeleteParameter.self, DeleteParameters.self,
        LabelParameterVersion.self, UnlabelParameterVersion.self,
        AddTagsToResource.self, RemoveTagsFromResource.self, ListTagsForResource.self,
    ]

    /// The schema of `context`'s store must include `SSM.migrations`.
    /// `secrets` reads what `/aws/reference/secretsmanager/…` names.
    package init(_ context: ServiceContext, secrets: @escaping Secrets = { _, _, _, _ in nil }) {
        self.context = context
        self.secrets = secrets
        dispatcher = JSONDispatcher(
            version: "1.1",
            targetPrefixes: [Self.targetPrefix],
            operations: Self.operations
        )
    }

    package func matches(_ request: HTTPRequest) -> Bool {
        if let target = request.headers["X-Amz-Target"] { return target.hasPrefix(Self.targetPrefix) }
        return CredentialScope(request)?.service == "ssm"
    }

    package func bodyLimit(of request: HTTPRequest) -> Int { 1 << 20 }

    package func handle(_ request: HTTPRequest, respond: @escaping HTTPResponder) {
        dispatcher.handle(request, self, respond: respond)
    }

    package func error(for failure: StorageError) -> AWSError {
        AWSError("InternalServerError", status: 500, message: "Internal server error: \(failure)")
    }

    /// Removes every parameter.
    package func reset() throws {
        try context.database.writeAndWait(.alone) {
            try $0.execute(script: "DELETE FROM ssm_version; DELETE FROM ssm_parameter")
        }
    }
}
