import JSON
import ServiceKit
import Wire

/// Gives a role a policy: one that is here, or one of AWS's own.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachRolePolicy.html
struct AttachRolePolicy: RoleChange {
    static let input = Shape.members(.roleName, .required("PolicyArn", .policyARN))

    let roleName: String
    private let policyARN: String

    init(_ input: JSON.Object, _ service: IAM) throws(AWSError) {
        roleName = input.roleName
        policyARN = input.policyARN
        guard ARN(policyARN)?.service == "iam" else {
            throw AWSError("ValidationError", message: "Invalid ARN:  Could not be parsed!")
        }
    }

    func change(_ role: inout Role, _ store: EntityStore) throws {
        let isOfAWS = ARN(policyARN)?.accountID == "aws"
        guard try isOfAWS || store.find(ManagedPolicy.self, policyARN) != nil else {
            throw AWSError.noSuchEntity("Policy \(policyARN) does not exist or is not attachable.")
        }
        if !role.attachedPolicies.contains(policyARN) { role.attachedPolicies.append(policyARN) }
    }
}
