import JSON
import ServiceKit
import Wire

/// Adds tags to a role, and gives those it has already other values.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagRole.html
struct TagRole: RoleChange {
    static let input = Shape.members(.roleName, .required("Tags", .tags))

    private static let limit = 50

    let roleName: String
    private let tags: [Tag]

    init(_ input: JSON.Object, _ service: IAM) throws(AWSError) {
        roleName = input.roleName
        tags = try Tag.read(input["Tags"])
    }

    func change(_ role: inout Role, _ store: EntityStore) throws {
        role.tags.removeAll { old in tags.contains { $0.key == old.key } }
        role.tags += tags
        guard role.tags.count <= Self.limit else {
            throw AWSError("LimitExceeded", status: 409, message: "A role can have at most \(Self.limit) tags.")
        }
    }
}
