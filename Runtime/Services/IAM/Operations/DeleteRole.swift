import JSON
import ServiceKit
import Storage
import Wire

/// Removes a role that has no policies any more.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html
struct DeleteRole: Operation {
    static let input = Shape.members(.roleName)
    static let access = OperationAccess.write(.shared)

    private let roleName: String

    init(_ input: JSON.Object, _ service: IAM) throws(AWSError) { roleName = input.roleName }

    func perform(_ service: IAM, _ connection: Connection) throws -> [UInt8] {
        let store = EntityStore(connection)
        let role = try store.role(roleName)
        guard role.inlinePolicies.isEmpty else {
            throw AWSError.conflict("Cannot delete entity, must delete policies first.")
        }
        guard role.attachedPolicies.isEmpty else {
            throw AWSError.conflict("Cannot delete entity, must detach all policies first.")
        }
        try store.remove(role)
        return Array("{}".utf8)
    }
}
