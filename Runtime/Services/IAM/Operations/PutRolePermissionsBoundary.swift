import JSON
import ServiceKit
import Wire

/// Says which policy bounds what a role may do. It is kept and shown.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePermissionsBoundary.html
struct PutRolePermissionsBoundary: RoleChange {
    static let input = Shape.members(.roleName, .required("PermissionsBoundary", .policyARN))

    let roleName: String
    private let boundary: String

    init(_ input: JSON.Object, _ service: IAM) throws(AWSError) {
        roleName = input.roleName
        boundary = input.text("PermissionsBoundary") ?? ""
    }

    func change(_ role: inout Role, _ store: EntityStore) throws { role.permissionsBoundary = boundary }
}
