import JSON
import ServiceKit
import Storage
import Wire

/// Reads a policy in a role.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRolePolicy.html
struct GetRolePolicy: Operation {
    static let input = Shape.members(.roleName, .policyName)
    static let output = Shape.members(
        .optional("RoleName", .string()),
        .optional("PolicyName", .string()),
        .optional("PolicyDocument", .string())
    )
    static let access = OperationAccess.read

    private let roleName: String
    private let policyName: String

    init(_ input: JSON.Object, _ service: IAM) throws(AWSError) {
        roleName = input.roleName
        policyName = input.policyName
    }

    func perform(_ service: IAM, _ connection: Connection) throws -> [UInt8] {
        let role = try EntityStore(connection).role(roleName)
        let policy = try role.inlinePolicy(policyName)
        return JSON.object(
            JSON.Object([
                ("RoleName", .string(roleName)), ("PolicyName", .string(policyName)),
                ("PolicyDocument", .string(PercentEncoding.encode(policy.document))),
            ])
        ).bytes
    }
}

extension Role {
    func inlinePolicy(_ name: String) throws(AWSError) -> InlinePolicy {
        guard let policy = inlinePolicies.first(where: { $0.name == name }) else {
            throw .noSuchEntity("The role policy with name \(name) cannot be found.")
        }
        return policy
    }
}
