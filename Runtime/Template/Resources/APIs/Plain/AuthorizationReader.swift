/// Reads what a plain route or method asks of its clients: `AuthorizationType`, `AuthorizerId`, `AuthorizationScopes` and
/// `ApiKeyRequired`.
struct AuthorizationReader {
    /// By id; `nil` for those that are in error.
    private(set) var authorizers: [String: Application.Authorizer?] = [:]
    private let kind: APIEvent.Kind

    private enum AuthorizationType: String, CaseIterable {
        case none = "NONE"
        case iam = "AWS_IAM"
        case custom = "CUSTOM"
        case jwt = "JWT"
        case userPools = "COGNITO_USER_POOLS"
    }

    /// `authorizers`: the API's.
    init(_ kind: APIEvent.Kind, _ authorizers: [APIParts.Part]) {
        self.kind = kind
        for part in authorizers {
            let reader = PlainAuthorizerReader(kind: kind, fields: part.fields, id: part.id)
            self.authorizers[part.id] = .some(reader.authorizer())
        }
    }

    func guards(_ fields: Fields) -> Application.RouteGuards {
        let type = fields.choice("AuthorizationType", AuthorizationType.self) ?? .none
        var guards = Application.RouteGuards(requiresAPIKey: fields.bool("ApiKeyRequired") ?? false)
        switch type {
        case .none:
            if fields["AuthorizerId"] != nil {
                fields.findings.warning(fields.path(of: "AuthorizerId"), "it has no effect: AuthorizationType is NONE")
            }
        case .iam: guards.asksForSignature = true
        case .custom, .jwt, .userPools:
            guards.authorizer = authorizer(fields, type)
            guards.authorizationScopes = fields.strings("AuthorizationScopes") ?? []
        }
        return guards
    }

    private func authorizer(_ fields: Fields, _ type: AuthorizationType) -> String? {
        guard let id = fields.requiredString("AuthorizerId") else { return nil }
        guard let known = authorizers[id] else {
            fields.findings.error(fields.path(of: "AuthorizerId"), "the API has no authorizer \(id)")
            return nil
        }
        guard let authorizer = known else { return nil }
        let actual = Self.type(authorizer)
        if actual != type {
            fields.findings.error(
                fields.path(of: "AuthorizationType"),
                "\(authorizer.name) is an authorizer for \(actual.rawValue), not for \(type.rawValue)"
            )
        }
        return authorizer.name
    }

    private static func type(_ authorizer: Application.Authorizer) -> AuthorizationType {
        switch authorizer.kind {
        case .lambda: .custom
        case .jwt: .jwt
        case .userPools: .userPools
        }
    }
}
