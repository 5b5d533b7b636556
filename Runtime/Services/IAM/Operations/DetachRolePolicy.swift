import JSON
import ServiceKit
import Wire

/// Takes a policy from a role.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachRolePolicy.html
struct DetachRolePolicy: RoleChange {
    static let input = Shape.members(.roleName, .required("PolicyArn", .policyARN))

    let roleName: String
    private let policyARN: String

    init(_ input: JSON.Object, _ service: IAM) throws(AWSError) {
        roleName = input.roleName
        policyARN = input.policyARN
    }

    func change(_ role: inout Role, _ store: EntityStore) throws {
        guard role.attachedPolicies.contains(policyARN) else {
            throw AWSError.noSuchEntity("Policy \(policyARN) was not found.")
        }
        role.attachedPolicies.removeAll { $0 == policyARN }
    }
}
