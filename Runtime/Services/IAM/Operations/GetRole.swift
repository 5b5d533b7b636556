import JSON
import ServiceKit
import Storage
import Wire

/// Tells of a role.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html
struct GetRole: Operation {
    static let input = Shape.members(.roleName)
    static let output = Shape.members(.optional("Role", .role))
    static let access = OperationAccess.read

    private let roleName: String

    init(_ input: JSON.Object, _ service: IAM) throws(AWSError) { roleName = input.roleName }

    func perform(_ service: IAM, _ connection: Connection) throws -> [UInt8] {
        let role = try EntityStore(connection).role(roleName)
        return JSON.object(JSON.Object([("Role", role.json(service.context.account, in: .get))])).bytes
    }
}
