import JSON
import ServiceKit
import Storage
import Wire

/// Lists the tags of a role.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoleTags.html
struct ListRoleTags: Operation {
    static let input = Shape.members(.roleName, .marker, .maxItems)
    static let output = Shape.members(.optional("Tags", .tags), .isTruncated, .optional("Marker", .string()))
    static let access = OperationAccess.read

    private let roleName: String
    private let page: EntityPage

    init(_ input: JSON.Object, _ service: IAM) throws(AWSError) {
        roleName = input.roleName
        page = try EntityPage(input)
    }

    func perform(_ service: IAM, _ connection: Connection) throws -> [UInt8] {
        page.reply("Tags", try EntityStore(connection).role(roleName).tags, \.json)
    }
}
