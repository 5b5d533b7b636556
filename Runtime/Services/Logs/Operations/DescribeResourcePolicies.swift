import JSON
import ServiceKit
import Storage
import Wire

/// Lists the resource policies of the account.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeResourcePolicies.html
struct DescribeResourcePolicies: Operation {
    static let input = Shape.request(
        name,
        [
            .optional("nextToken", .token), .optional("limit", .pageLimit), .optional("resourceArn", .string()),
            .optional("policyScope", .string(values: ["ACCOUNT", "RESOURCE"])),
        ]
    )
    static let access = OperationAccess.read

    private let limit: Int
    private let start: String?
    private let isOfAccount: Bool

    init(_ input: JSON.Object, _ service: Logs) throws(AWSError) {
        limit = input["limit"]?.intValue ?? 50
        start = input["nextToken"]?.stringValue
        // No resource has a policy of its own here.
        isOfAccount = input["policyScope"]?.stringValue != "RESOURCE" && input["resourceArn"]?.nonNull == nil
    }

    func perform(_ service: Logs, _ connection: Connection) throws -> [UInt8] {
        let rest = try PolicyStore(connection).all().filter { entry in
            isOfAccount && start.map { entry.name > $0 } ?? true
        }
        let page = rest.prefix(limit)
        let next = rest.count > limit ? page.last?.name : nil
        return Reply.bytes([
            ("resourcePolicies", .array(page.map { $0.policy.json($0.name, isRewritten: true) })),
            ("nextToken", next.map { .string($0) }),
        ])
    }
}
