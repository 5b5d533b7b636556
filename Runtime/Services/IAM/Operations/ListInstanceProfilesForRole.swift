import JSON
import ServiceKit
import Storage
import Wire

/// Lists the instance profiles of a role: there are none here, but tools ask before they delete one.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListInstanceProfilesForRole.html
struct ListInstanceProfilesForRole: Operation {
    static let input = Shape.members(.roleName, .marker, .maxItems)
    static let output = Shape.members(
        .optional("InstanceProfiles", .list(.members())),
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
        _ = try EntityStore(connection).role(roleName)
        return page.reply("InstanceProfiles", [JSON]()) { $0 }
    }
}
