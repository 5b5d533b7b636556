import FoundationEssentials
import ServiceKit
import Wire

/// A session of a role. The session token says which: nobody has to remember it.
struct AssumedRole: Sendable, Hashable {
    var roleName: String
    var sessionName: String
    /// The role's: twenty-one capitals and digits.
    var id: String
    /// Of the tags that go on to the next role that the session assumes.
    var transitiveTagKeys: [String] = []

    init(roleName: String, sessionName: String, id: String?) {
        self.roleName = roleName
        self.sessionName = sessionName
        self.id = id ?? Self.id(ofUnknown: roleName)
    }

    /// `nil` for a token that is not of a role's session. What stands before a dot is not looked at.
    init?(token: String) {
        guard let text = token.split(separator: ".").last, let data = Data(base64Encoded: String(text)) else {
            return nil
        }
        let parts = String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
        guard parts.count >= 4, parts[0] == Self.mark else { return nil }
        (roleName, sessionName, id) = (parts[1], parts[2], parts[3])
        transitiveTagKeys = Array(parts.dropFirst(4))
    }

    var token: String {
        let parts = [Self.mark, roleName, sessionName, id] + transitiveTagKeys
        return Data(parts.joined(separator: "\n").utf8).base64EncodedString()
    }

    func arn(_ account: AWSAccount) -> ARN {
        ARN(
            service: "sts",
            region: "",
            accountID: account.id,
            resource: "assumed-role/\(roleName)/\(sessionName)"
        )
    }

    /// Always the same for the same name, for a role that IAM does not have.
    private static func id(ofUnknown roleName: String) -> String {
        "AROA" + SHA256.hex(Array(roleName.utf8)).prefix(17).uppercased()
    }

    private static let mark = "hearth-assumed-role"
}
