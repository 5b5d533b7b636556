import JSON
import ServiceKit
import Wire

/// Changes what is said of a role.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateRole.html
struct UpdateRole: RoleChange {
    static let input = Shape.members(
        .roleName,
        .optional("Description", .string(length: 0...1000)),
        .optional("MaxSessionDuration", .number(java: "Integer", range: 3600...43_200))
    )
    /// The reply has a result, and nothing in it.
    static let output = Shape.members(.optional("Role", .role))

    let roleName: String
    private let description: String?
    private let maxSessionSeconds: Int?

    init(_ input: JSON.Object, _ service: IAM) throws(AWSError) {
        roleName = input.roleName
        description = input.text("Description")
        maxSessionSeconds = input["MaxSessionDuration"]?.intValue
    }

    func change(_ role: inout Role, _ store: EntityStore) throws {
        role.description = description ?? role.description
        role.maxSessionSeconds = maxSessionSeconds ?? role.maxSessionSeconds
    }
}
