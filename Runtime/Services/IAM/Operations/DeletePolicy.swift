import JSON
import ServiceKit
import Storage
import Wire

/// Removes a policy that no role has.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicy.html
struct DeletePolicy: Operation {
    static let input = Shape.members(.required("PolicyArn", .policyARN))
    static let access = OperationAccess.write(.shared)

    private let policyARN: String

    init(_ input: JSON.Object, _ service: IAM) throws(AWSError) { policyARN = input.policyARN }

    func perform(_ service: IAM, _ connection: Connection) throws -> [UInt8] {
        let store = EntityStore(connection)
        let policy = try store.policy(policyARN)
        guard try store.roles(with: policy).isEmpty else {
            throw AWSError.conflict("Cannot delete a policy attached to entities.")
        }
        try store.remove(policy)
        return Array("{}".utf8)
    }
}
