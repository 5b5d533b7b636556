import JSON
import ServiceKit
import Storage
import Wire

/// Lists the names of the policies in a role.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRolePolicies.html
struct ListRolePolicies: Operation {
    static let input = Shape.members(.roleName, .marker, .maxItems)
    static let output = Shape.members(
        .optional("PolicyNames", .list(.string())),
        .isTruncated,
        .optional("Marker", .string())
    )
    static let access = OperationAccess.read

    private let roleName: String
    private let page: EntityPage

    init(_ input: JSON.Object, _ service: IAM) throws(AWSError) {
        roleName = input.roleName
        page = try EntityPage(input)
    }

    func perform(_ service: IAM, _ connection: Connection) throws -> [UInt8] {
        let names = try EntityStore(connection).role(roleName).inlinePolicies.map(\.name).sorted()
        return page.reply("PolicyNames", names) { .string($0) }
    }
}
