import JSON
import ServiceKit
import Storage
import Wire

/// Lists the policies that a role has been given.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedRolePolicies.html
struct ListAttachedRolePolicies: Operation {
    static let input = Shape.members(.roleName, .optional("PathPrefix", .path), .marker, .maxItems)
    static let output = Shape.members(
        .optional(
            "AttachedPolicies",
            .list(.members(.optional("PolicyName", .string()), .optional("PolicyArn", .string())))
        ),
        .isTruncated,
        .optional("Marker", .string())
    )
    static let access = OperationAccess.read

    private let roleName: String
    private let prefix: String
    private let page: EntityPage

    init(_ input: JSON.Object, _ service: IAM) throws(AWSError) {
        roleName = input.roleName
        prefix = input.text("PathPrefix") ?? "/"
        page = try EntityPage(input)
    }

    func perform(_ service: IAM, _ connection: Connection) throws -> [UInt8] {
        let policies = try EntityStore(connection).role(roleName).attachedPolicies.filter { arn in
            ARN(arn)?.resource.hasPrefix("policy" + prefix) ?? false
        }
        return page.reply("AttachedPolicies", policies) { arn in
            ["PolicyName": .string(arn.split(separator: "/").last.map(String.init) ?? arn), "PolicyArn": .string(arn)]
        }
    }
}
