import JSON
import ServiceKit
import Wire

/// Takes the policy away that bounds what a role may do.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRolePermissionsBoundary.html
struct DeleteRolePermissionsBoundary: RoleChange {
    static let input = Shape.members(.roleName)

    let roleName: String

    init(_ input: JSON.Object, _ service: IAM) throws(AWSError) { roleName = input.roleName }

    func change(_ role: inout Role, _ store: EntityStore) throws { role.permissionsBoundary = nil }
}
