import JSON
import ServiceKit
import Wire

/// Puts a policy into a role, in place of one of its name.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html
struct PutRolePolicy: RoleChange {
    static let input = Shape.members(.roleName, .policyName, .required("PolicyDocument", .document))

    let roleName: String
    private let policy: Role.InlinePolicy

    init(_ input: JSON.Object, _ service: IAM) throws(AWSError) {
        roleName = input.roleName
        policy = Role.InlinePolicy(name: input.policyName, document: input.text("PolicyDocument") ?? "")
        try PolicyDocument.check(policy.document)
    }

    func change(_ role: inout Role, _ store: EntityStore) throws {
        role.inlinePolicies.removeAll { $0.name == policy.name }
        role.inlinePolicies.append(policy)
    }
}
