import JSON
import ServiceKit
import Storage
import Wire

/// Lists the policies that were made here, in the order of their ARNs; none of AWS's own.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicies.html
struct ListPolicies: Operation {
    static let input = Shape.members(
        .optional("Scope", .string(values: ["All", "AWS", "Local"])),
        .optional("OnlyAttached", .boolean),
        .optional("PathPrefix", .path),
        .optional("PolicyUsageFilter", .string(values: ["PermissionsPolicy", "PermissionsBoundary"])),
        .marker,
        .maxItems
    )
    static let output = Shape.members(
        .optional("Policies", .list(.policy)),
        .isTruncated,
        .optional("Marker", .string())
    )
    static let access = OperationAccess.read

    private let isEmpty: Bool
    private let onlyAttached: Bool
    private let prefix: String
    private let page: EntityPage

    init(_ input: JSON.Object, _ service: IAM) throws(AWSError) {
        isEmpty = input.text("Scope") == "AWS" || input.text("PolicyUsageFilter") == "PermissionsBoundary"
        onlyAttached = input["OnlyAttached"]?.boolValue ?? false
        prefix = input.text("PathPrefix") ?? "/"
        page = try EntityPage(input)
    }

    func perform(_ service: IAM, _ connection: Connection) throws -> [UInt8] {
        let store = EntityStore(connection)
        let roles = try store.all(Role.self)
        let policies = try store.all(ManagedPolicy.self).map { policy in
            (policy: policy, count: roles.count { $0.attachedPolicies.contains(policy.arn) })
        }.filter { !isEmpty && $0.policy.path.hasPrefix(prefix) && (!onlyAttached || $0.count > 0) }
        return page.reply("Policies", policies) { $0.policy.json(attachments: $0.count) }
    }
}
