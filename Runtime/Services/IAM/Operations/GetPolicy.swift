import JSON
import ServiceKit
import Storage
import Wire

/// Tells of a policy, without what it says.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicy.html
struct GetPolicy: Operation {
    static let input = Shape.members(.required("PolicyArn", .policyARN))
    static let output = Shape.members(.optional("Policy", .policy))
    static let access = OperationAccess.read

    private let policyARN: String

    init(_ input: JSON.Object, _ service: IAM) throws(AWSError) { policyARN = input.policyARN }

    func perform(_ service: IAM, _ connection: Connection) throws -> [UInt8] {
        let store = EntityStore(connection)
        let policy = try store.policy(policyARN)
        let json = policy.json(attachments: try store.roles(with: policy).count)
        return JSON.object(JSON.Object([("Policy", json)])).bytes
    }
}

extension EntityStore {
    func roles(with policy: ManagedPolicy) throws -> [Role] {
        try all(Role.self).filter { $0.attachedPolicies.contains(policy.arn) }
    }
}
