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

    private let sessionToken: String?

    init(_ input: JSON.Object, _ service: STS) throws(AWSError) { sessionToken = nil }

    init(_ input: JSON.Object, _ headers: HTTPHeaders, _ service: STS) throws(AWSError) {
        sessionToken = headers["X-Amz-Security-Token"]
    }

    func perform(_ service: STS, _ connection: Connection) throws -> [UInt8] {
        let account = service.context.account
        let identity = STS.identity(sessionToken: sessionToken, account)
        return JSON.object(
            JSON.Object([
                ("UserId", .string(identity.userID)),
                ("Account", .string(account.id)),
                ("Arn", .string(identity.arn.description)),
            ])
        ).bytes
    }
}
