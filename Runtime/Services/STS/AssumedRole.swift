import FoundationEssentials
import Time
import Wire

/// A session of a role. The session token says which: nobody has to remember it.
struct AssumedRole: Sendable, Hashable {
    var roleName: String
    var sessionName: String
    /// Twenty-one capitals and digits.
    var id: String

    init(roleName: String, sessionName: String, ids: IDSource) {
        self.roleName = roleName
        self.sessionName = sessionName
        id = "AROA" + ids.text(17, of: .base32)
    }

    /// `nil` for a token that is not of a role's session.
    init?(token: String) {
        guard let data = Data(base64Encoded: token) else { return nil }
        let parts = String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
        guard parts.count == 4, parts[0] == Self.mark else { return nil }
        (roleName, sessionName, id) = (parts[1], parts[2], parts[3])
    }

    var token: String {
        Data([Self.mark, roleName, sessionName, id].joined(separator: "\n").utf8).base64EncodedString()
    }

    func arn(_ account: AWSAccount) -> ARN {
        ARN(
            service: "sts",
            region: "",
            accountID: account.id,
            resource: "assumed-role/\(roleName)/\(sessionName)"
        )
    }

    private static let mark = "hearth-assumed-role"
}
