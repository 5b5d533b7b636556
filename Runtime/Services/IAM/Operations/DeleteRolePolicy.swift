import JSON
import ServiceKit
import Wire

/// Removes a policy from a role.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRolePolicy.html
struct DeleteRolePolicy: RoleChange {
    static let input = Shape.members(.roleName, .policyName)

    let roleName: String
    private let policyName: String

    init(_ input: JSON.Object, _ service: IAM) throws(AWSError) {
        roleName = input.roleName
        policyName = input.policyName
    }

    func change(_ role: inout Role, _ store: EntityStore) throws {
        _ = try role.inlinePolicy(policyName)
        role.inlinePolicies.removeAll { $0.name == policyName }
    }
}
