import JSON
import ServiceKit
import Storage
import Wire

/// Tells whose credentials sign a request: the account's root, or the role that `AssumeRole` was asked for.
/// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
struct GetCallerIdentity: Operation {
    static let input = Shape.structure([], java: "GetCallerIdentityRequest")
    static let output = Shape.structure(
        [.optional("UserId", .string()), .optional("Account", .string()), .optional("Arn", .string())],
        java: "GetCallerIdentityResponse"
    )
    static let access = OperationAccess.read

    private let role: AssumedRole?

    init(_ input: JSON.Object, _ service: STS) throws(AWSError) { role = nil }

    init(_ input: JSON.Object, _ headers: HTTPHeaders, _ service: STS) throws(AWSError) {
        role = headers["X-Amz-Security-Token"].flatMap(AssumedRole.init(token:))
    }

    func perform(_ service: STS, _ connection: Connection) throws -> [UInt8] {
        let account = service.context.account
        let root = ARN(service: "iam", region: "", accountID: account.id, resource: "root")
        return JSON.object(
            JSON.Object([
                ("UserId", .string(role.map { "\($0.id):\($0.sessionName)" } ?? account.id)),
                ("Account", .string(account.id)),
                ("Arn", .string(role?.arn(account).description ?? root.description)),
            ])
        ).bytes
    }
}
