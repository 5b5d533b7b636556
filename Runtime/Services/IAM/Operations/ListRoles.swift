import JSON
import ServiceKit
import Storage
import Wire

/// Lists the roles whose paths begin with a prefix, in the order of their names.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoles.html
struct ListRoles: Operation {
    static let input = Shape.members(.optional("PathPrefix", .path), .marker, .maxItems)
    static let output = Shape.members(.optional("Roles", .list(.role)), .isTruncated, .optional("Marker", .string()))
    static let access = OperationAccess.read

    private let prefix: String
    private let page: EntityPage

    init(_ input: JSON.Object, _ service: IAM) throws(AWSError) {
        prefix = input.text("PathPrefix") ?? "/"
        page = try EntityPage(input)
    }

    func perform(_ service: IAM, _ connection: Connection) throws -> [UInt8] {
        let roles = try EntityStore(connection).all(Role.self).filter { $0.path.hasPrefix(prefix) }
        return page.reply("Roles", roles) { $0.json(service.context.account, in: .list) }
    }
}
