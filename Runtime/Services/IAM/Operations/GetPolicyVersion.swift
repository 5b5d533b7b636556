import JSON
import ServiceKit
import Storage
import Wire

/// Reads what a policy says.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicyVersion.html
struct GetPolicyVersion: Operation {
    static let input = Shape.members(.required("PolicyArn", .policyARN), .required("VersionId", .string()))
    static let output = Shape.members(.optional("PolicyVersion", .policyVersion))
    static let access = OperationAccess.read

    private let policyARN: String
    private let version: String

    init(_ input: JSON.Object, _ service: IAM) throws(AWSError) {
        policyARN = input.policyARN
        version = input.text("VersionId") ?? ""
    }

    func perform(_ service: IAM, _ connection: Connection) throws -> [UInt8] {
        let policy = try EntityStore(connection).policy(policyARN)
        guard version == ManagedPolicy.version else {
            throw AWSError.noSuchEntity(
                "Policy \(policyARN) version \(version) does not exist or is not attachable."
            )
        }
        return JSON.object(JSON.Object([("PolicyVersion", policy.versionJSON)])).bytes
    }
}
