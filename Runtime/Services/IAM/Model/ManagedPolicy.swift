import JSON
import Wire

/// A policy of its own that roles are given.
struct ManagedPolicy: Entity, Hashable {
    var arn: String
    var path: String
    var name: String
    var id: String
    /// Seconds since 1970.
    var created: Int
    var description: String?
    var tags: [Tag] = []
    var document: String

    static let kind = "policy"
    /// A policy has this one version here.
    static let version = "v1"
    var key: String { arn }

    func json(attachments: Int) -> JSON {
        var object = JSON.Object([
            ("PolicyName", .string(name)), ("PolicyId", .string(id)), ("Arn", .string(arn)), ("Path", .string(path)),
            ("DefaultVersionId", .string(Self.version)), ("AttachmentCount", JSON(attachments)),
            ("PermissionsBoundaryUsageCount", 0), ("IsAttachable", true),
            ("CreateDate", JSON(created)), ("UpdateDate", JSON(created)),
        ])
        if let description { object["Description"] = .string(description) }
        if !tags.isEmpty { object["Tags"] = .array(tags.map(\.json)) }
        return .object(object)
    }

    var versionJSON: JSON {
        [
            "Document": .string(PercentEncoding.encode(document)), "VersionId": .string(Self.version),
            "IsDefaultVersion": true, "CreateDate": JSON(created),
        ]
    }
}

enum PolicyDocument {
    /// Whether this stands in place of a document, such as `some policy`. AWS refuses it; test suites give roles such trust
    /// policies, which have no effect here.
    static func isPlaceholder(_ text: String) -> Bool { text == "{}" || !text.contains("{") }

    /// A role's trust policy is read by another parser.
    static func check(_ text: String, isOfTrust: Bool = false) throws(AWSError) {
        guard let policy = try? JSON(parsing: Array(text.utf8)), policy.objectValue != nil else {
            let reason = isOfTrust ? "This policy contains invalid Json" : "Syntax errors in policy."
            throw AWSError("MalformedPolicyDocument", message: reason)
        }
        guard policy["Statement"]?.nonNull != nil else {
            throw AWSError("MalformedPolicyDocument", message: "Syntax errors in policy: it has no Statement.")
        }
    }
}
