import JSON
import ServiceKit
import Storage
import Wire

/// The shapes that several actions take or answer.
extension Shape {
    static func members(_ members: Member...) -> Shape { .structure(members, java: "") }

    static let entityName = Shape.string(length: 1...128, pattern: namePattern)
    static let roleName = Shape.string(length: 1...64, pattern: namePattern)
    static let path = Shape.string(length: 1...512)
    static let policyARN = Shape.string(length: 20...2048)
    static let document = Shape.string(length: 1...131_072)
    static let tags = Shape.list(
        .members(.required("Key", .string(length: 1...128)), .required("Value", .string(length: 0...256))),
        length: 0...50
    )

    static let role = Shape.members(
        .optional("Path", .string()),
        .optional("RoleName", .string()),
        .optional("RoleId", .string()),
        .optional("Arn", .string()),
        .optional("CreateDate", .timestamp),
        .optional("AssumeRolePolicyDocument", .string()),
        .optional("Description", .string()),
        .optional("MaxSessionDuration", .number(java: "Integer")),
        .optional(
            "PermissionsBoundary",
            .members(.optional("PermissionsBoundaryType", .string()), .optional("PermissionsBoundaryArn", .string()))
        ),
        .optional("Tags", .tags),
        .optional("RoleLastUsed", .members())
    )

    static let policy = Shape.members(
        .optional("PolicyName", .string()),
        .optional("PolicyId", .string()),
        .optional("Arn", .string()),
        .optional("Path", .string()),
        .optional("DefaultVersionId", .string()),
        .optional("AttachmentCount", .number(java: "Integer")),
        .optional("PermissionsBoundaryUsageCount", .number(java: "Integer")),
        .optional("IsAttachable", .boolean),
        .optional("Description", .string()),
        .optional("CreateDate", .timestamp),
        .optional("UpdateDate", .timestamp),
        .optional("Tags", .tags)
    )

    static let policyVersion = Shape.members(
        .optional("Document", .string()),
        .optional("VersionId", .string()),
        .optional("IsDefaultVersion", .boolean),
        .optional("CreateDate", .timestamp)
    )

    private static let namePattern = Pattern.identityName("[\\w+=,.@-]+")
}

extension Shape.Member {
    static let roleName = Shape.Member.required("RoleName", .roleName)
    static let policyName = Shape.Member.required("PolicyName", .entityName)
    static let marker = Shape.Member.optional("Marker", .string(length: 1...320))
    static let maxItems = Shape.Member.optional("MaxItems", .number(java: "Integer", range: 1...1000))
    static let isTruncated = Shape.Member.optional("IsTruncated", .boolean)
}

extension JSON.Object {
    func text(_ member: String) -> String? { self[member]?.nonNull?.stringValue }
    var roleName: String { text("RoleName") ?? "" }
    var policyName: String { text("PolicyName") ?? "" }
    var policyARN: String { text("PolicyArn") ?? "" }
}

/// A page of a list that stands in memory, a hundred entries unless said otherwise. Its marker is the number of entries
/// before it.
struct EntityPage: Sendable {
    private let start: Int
    private let limit: Int

    init(_ input: JSON.Object) throws(AWSError) {
        limit = input["MaxItems"]?.intValue ?? 100
        guard let start = Int(input.text("Marker") ?? "0"), start >= 0 else {
            throw AWSError("ValidationError", message: "Invalid Marker.")
        }
        self.start = start
    }

    func reply<Entry>(_ member: String, _ entries: [Entry], _ json: (Entry) -> JSON) -> [UInt8] {
        let left = entries.dropFirst(start)
        var reply = JSON.Object([
            (member, .array(left.prefix(limit).map(json))), ("IsTruncated", .bool(left.count > limit)),
        ])
        if left.count > limit { reply["Marker"] = .string(String(start + limit)) }
        return JSON.object(reply).bytes
    }
}

/// An action that changes one role and answers nothing.
protocol RoleChange: Operation where Service == IAM {
    var roleName: String { get }
    func change(_ role: inout Role, _ store: EntityStore) throws
}

extension RoleChange {
    static var access: OperationAccess { .write(.savepoint) }

    func perform(_ service: IAM, _ connection: Connection) throws -> [UInt8] {
        let store = EntityStore(connection)
        var role = try store.role(roleName)
        try change(&role, store)
        try store.save(role)
        return Array("{}".utf8)
    }
}
