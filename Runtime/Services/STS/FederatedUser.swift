import Wire

/// Who has credentials of `GetFederationToken`. The session token says who.
struct FederatedUser: Sendable, Hashable {
    private static let mark = "hearth-federated-user-"

    let name: String

    init(name: String) { self.name = name }

    /// `nil` for a token that is not of such a user.
    init?(token: String) {
        guard token.hasPrefix(Self.mark) else { return nil }
        name = String(token.dropFirst(Self.mark.count))
    }

    var token: String { Self.mark + name }

    func id(_ account: AWSAccount) -> String { "\(account.id):\(name)" }

    func arn(_ account: AWSAccount) -> ARN {
        ARN(service: "sts", region: "", accountID: account.id, resource: "federated-user/\(name)")
    }
}
