import JSON
import ServiceKit
import Storage
import Wire

/// Lists the one version that a policy has here.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicyVersions.html
struct ListPolicyVersions: Operation {
    static let input = Shape.members(.required("PolicyArn", .policyARN), .marker, .maxItems)
    static let output = Shape.members(
        .optional("Versions", .list(.policyVersion)),
        .isTruncated,
        .optional("Marker", .string())
    )
    static let access = OperationAccess.read

    private let policyARN: String
    private let page: EntityPage

    init(_ input: JSON.Object, _ service: IAM) throws(AWSError) {
        policyARN = input.policyARN
        page = try EntityPage(input)
    }

    func perform(_ service: IAM, _ connection: Connection) throws -> [UInt8] {
        page.reply("Versions", [try EntityStore(connection).policy(policyARN)], \.versionJSON)
    }
}
