import Wire

/// Access control lists: kept and told, not enforced.
/// https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html
enum AccessControl {
    private static let groups = "http://acs.amazonaws.com/groups/"

    /// Grants besides the owner's full control, by canned list. Lists of grants stand for themselves.
    private static let cannedGrants: [String: [(group: String, permission: String)]] = [
        "private": [],
        "public-read": [("global/AllUsers", "READ")],
        "public-read-write": [("global/AllUsers", "READ"), ("global/AllUsers", "WRITE")],
        "authenticated-read": [("global/AuthenticatedUsers", "READ")],
        "aws-exec-read": [],
        "bucket-owner-read": [],
        "bucket-owner-full-control": [],
        "log-delivery-write": [("s3/LogDelivery", "WRITE"), ("s3/LogDelivery", "READ_ACP")],
    ]

    private static let grantHeaders = [
        "x-amz-grant-read": "READ", "x-amz-grant-write": "WRITE", "x-amz-grant-read-acp": "READ_ACP",
        "x-amz-grant-write-acp": "WRITE_ACP", "x-amz-grant-full-control": "FULL_CONTROL",
    ]

    /// The grants that a request's headers name, as elements; `nil` where they name none.
    static func canned(_ headers: HTTPHeaders, isBucket: Bool) throws(AWSError) -> String? {
        var grants: [String] = []
        var isGiven = false
        for (header, permission) in grantHeaders.sorted(by: { $0.key < $1.key }) {
            guard let value = headers[header] else { continue }
            isGiven = true
            for grantee in value.split(separator: ",") { grants.append(try grant(String(grantee), permission)) }
        }
        guard let name = headers["x-amz-acl"] else { return isGiven ? grants.joined() : nil }
        guard !isGiven else {
            throw .invalidRequest("Specifying both Canned ACLs and Header Grants is not allowed")
        }
        guard let canned = cannedGrants[name] else { throw .invalidArgument("", "x-amz-acl", name) }
        return user(owner, "FULL_CONTROL") + canned.map { group($0.group, $0.permission) }.joined()
    }

    /// `id="…"`, `uri="…"` or `emailAddress="…"`.
    private static func grant(_ text: String, _ permission: String) throws(AWSError) -> String {
        let parts = text.split(separator: "=", maxSplits: 1).map { $0.trimming { $0 == " " || $0 == "\"" } }
        guard parts.count == 2 else { throw .invalidArgument("Argument format not recognized", "grant", text) }
        switch parts[0] {
        case "id": return user(String(parts[1]), permission)
        case "uri": return element("Group", XMLElement("URI", String(parts[1])), permission)
        case "emailAddress":
            return element("AmazonCustomerByEmail", XMLElement("EmailAddress", String(parts[1])), permission)
        default: throw .invalidArgument("Argument format not recognized", "grant", text)
        }
    }

    private static func group(_ name: String, _ permission: String) -> String {
        element("Group", XMLElement("URI", groups + name), permission)
    }

    static func user(_ id: String, _ permission: String) -> String {
        element("CanonicalUser", XMLElement("ID", id), permission)
    }

    private static func element(_ type: String, _ grantee: XMLElement, _ permission: String) -> String {
        "<Grant><Grantee xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"\(type)\">\(grantee.xml)</Grantee>"
            + XMLElement("Permission", permission).xml + "</Grant>"
    }

    /// The grants that a request sets, by its headers or in its body, as elements.
    static func grants(_ call: Call, isBucket: Bool) throws(AWSError) -> String {
        if let canned = try canned(call.request.headers, isBucket: isBucket) { return canned }
        return try grants(call.xml("AccessControlPolicy"))
    }

    /// The grants of a document, as elements.
    private static func grants(_ policy: XMLElement) throws(AWSError) -> String {
        guard let list = policy["AccessControlList"], policy["Owner"]?["ID"] != nil else { throw .malformedACL }
        let permissions: Set = ["READ", "WRITE", "READ_ACP", "WRITE_ACP", "FULL_CONTROL"]
        var grants = ""
        for grant in list.all("Grant") {
            guard let grantee = grant["Grantee"], let permission = grant.text("Permission"),
                permissions.contains(permission)
            else { throw .malformedACL }
            let type = grantee.attributes["xsi:type"] ?? grantee.attributes.first?.value ?? "CanonicalUser"
            let child = grantee.children.first { ["ID", "URI", "EmailAddress"].contains($0.name) }
            guard let child else { throw .malformedACL }
            grants += element(type, child, permission)
        }
        return grants
    }

    /// Stands for the owner of everything in what is kept.
    private static let owner = "{owner}"

    /// The reply to who asks. `grants` `nil`: the owner's alone.
    static func reply(_ grants: String?, _ call: Call) -> Reply {
        let all = (grants ?? user(owner, "FULL_CONTROL")).replacing(owner, with: call.ownerID)
        return Reply(
            XMLText("AccessControlPolicy") { root in
                root.owner(call)
                root.element("AccessControlList") { $0.raw(all) }
            }
        )
    }
}

extension Substring {
    func trimming(_ isOutside: (Character) -> Bool) -> Substring {
        var rest = drop(while: isOutside)
        while let last = rest.last, isOutside(last) { rest.removeLast() }
        return rest
    }
}
