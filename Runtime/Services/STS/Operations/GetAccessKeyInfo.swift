import JSON
import ServiceKit
import Storage
import Wire

/// Tells the account of an access key: there is one here.
/// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetAccessKeyInfo.html
struct GetAccessKeyInfo: Operation {
    static let input = Shape.structure(
        [.required("AccessKeyId", .string(length: 16...128))],
        java: "GetAccessKeyInfoRequest"
    )
    static let output = Shape.structure([.optional("Account", .string())], java: "GetAccessKeyInfoResponse")
    static let access = OperationAccess.read

    init(_ input: JSON.Object, _ service: STS) throws(AWSError) {}

    func perform(_ service: STS, _ connection: Connection) throws -> [UInt8] {
        let reply: JSON = ["Account": .string(service.context.account.id)]
        return reply.bytes
    }
}
