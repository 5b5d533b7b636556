import JSON
import ServiceKit
import Time
import Wire

/// A role with the policies in it and those attached to it.
struct Role: Entity, Hashable {
    struct InlinePolicy: Codable, Sendable, Hashable {
        var name: String
        var document: String
    }

    var path: String
    var name: String
    var id: String
    /// Seconds since 1970.
    var created: Int
    /// Who may assume it.
    var trustPolicy: String
    var description: String?
    var maxSessionSeconds: Int
    var permissionsBoundary: String?
    var tags: [Tag] = []
    var inlinePolicies: [InlinePolicy] = []
    /// ARNs.
    var attachedPolicies: [String] = []

    static let kind = "role"
    var key: String { name }

    /// Where a role is told of. AWS tells each time something else.
    enum Reply {
        case creation, list, get
    }

    func json(_ account: AWSAccount, in reply: Reply) -> JSON {
        var object = JSON.Object([
            ("Path", .string(path)), ("RoleName", .string(name)), ("RoleId", .string(id)),
            ("Arn", .string(account.iamARN("role\(path)\(name)"))), ("CreateDate", JSON(created)),
            ("AssumeRolePolicyDocument", .string(PercentEncoding.encode(trustPolicy))),
        ])
        if let description { object["Description"] = .string(description) }
        if reply != .creation { object["MaxSessionDuration"] = JSON(maxSessionSeconds) }
        if reply == .get { object["RoleLastUsed"] = [:] }
        if reply == .list { return .object(object) }
        if let permissionsBoundary {
            object["PermissionsBoundary"] = [
                "PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": .string(permissionsBoundary),
            ]
        }
        if !tags.isEmpty { object["Tags"] = .array(tags.map(\.json)) }
        return .object(object)
    }
}

struct Tag: Codable, Sendable, Hashable {
    var key: String
    var value: String

    var json: JSON { ["Key": .string(key), "Value": .string(value)] }

    static func read(_ json: JSON?) throws(AWSError) -> [Tag] {
        try ReservedTagKeys.check(json) { AWSError("InvalidInput", message: $0) }
        return (json?.arrayValue ?? []).map { tag in
            Tag(key: tag["Key"]?.stringValue ?? "", value: tag["Value"]?.stringValue ?? "")
        }
    }
}

extension AWSAccount {
    /// IAM has no regions.
    func iamARN(_ resource: String) -> String {
        ARN(service: "iam", region: "", accountID: id, resource: resource).description
    }
}
