import JSON
import ServiceKit
import Wire

/// Removes tags from a role; those it does not have are passed over.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagRole.html
struct UntagRole: RoleChange {
    static let input = Shape.members(
        .roleName,
        .required("TagKeys", .list(.string(length: 1...128), length: 0...50))
    )

    let roleName: String
    private let keys: [String]

    init(_ input: JSON.Object, _ service: IAM) throws(AWSError) {
        roleName = input.roleName
        keys = (input["TagKeys"]?.arrayValue ?? []).compactMap(\.stringValue)
    }

    func change(_ role: inout Role, _ store: EntityStore) throws { role.tags.removeAll { keys.contains($0.key) } }
}
