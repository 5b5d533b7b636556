import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Adds a role.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
struct CreateRole: Operation {
    static let input = Shape.members(
        .optional("Path", .path),
        .roleName,
        .required("AssumeRolePolicyDocument", .document),
        .optional("Description", .string(length: 0...1000)),
        .optional("MaxSessionDuration", .number(java: "Integer", range: 3600...43_200)),
        .optional("PermissionsBoundary", .policyARN),
        .optional("Tags", .tags)
    )
    static let output = Shape.members(.optional("Role", .role))
    static let access = OperationAccess.write(.shared)

    private let role: Role

    init(_ input: JSON.Object, _ service: IAM) throws(AWSError) {
        let trustPolicy = input.text("AssumeRolePolicyDocument") ?? ""
        if !PolicyDocument.isPlaceholder(trustPolicy) { try PolicyDocument.check(trustPolicy, isOfTrust: true) }
        role = try Role(
            path: input.text("Path") ?? "/",
            name: input.roleName,
            id: "AROA" + service.context.ids.text(17, of: .base32),
            created: Int(service.context.time.now.secondsSinceEpoch),
            // Kept and shown as it is: nobody is refused by it here.
            trustPolicy: trustPolicy,
            description: input.text("Description"),
            maxSessionSeconds: input["MaxSessionDuration"]?.intValue ?? 3600,
            permissionsBoundary: input.text("PermissionsBoundary"),
            tags: Tag.read(input["Tags"])
        )
    }

    func perform(_ service: IAM, _ connection: Connection) throws -> [UInt8] {
        let store = EntityStore(connection)
        guard try store.find(Role.self, role.name) == nil else {
            throw AWSError.alreadyExists("Role with name \(role.name) already exists.")
        }
        try store.save(role)
        return JSON.object(JSON.Object([("Role", role.json(service.context.account, in: .creation))])).bytes
    }
}
