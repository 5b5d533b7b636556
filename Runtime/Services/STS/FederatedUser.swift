import FoundationEssentials
import Wire

/// Who has credentials of `GetFederationToken`. The session token says who.
struct FederatedUser: Sendable, Hashable {
    private static let mark = "hearth-federated-user-"

    let name: String

    init(name: String) { self.name = name }

    /// `nil` for a token that is not of such a user.
    init?(token: String) {
        guard token.hasPrefix(Self.mark), let data = Data(base64Encoded: String(token.dropFirst(Self.mark.count)))
        else { return nil }
        name = String(decoding: data, as: UTF8.self)
    }

    var token: String { Self.mark + Data(name.utf8).base64EncodedString() }

    func id(_ account: AWSAccount) -> String { "\(account.id):\(name)" }

    func arn(_ account: AWSAccount) -> ARN {
        ARN(service: "sts", region: "", accountID: account.id, resource: "federated-user/\(name)")
    }
}
