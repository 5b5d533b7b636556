import RegularExpressions

/// Reads an `AWS::ApiGatewayV2::Authorizer` or an `AWS::ApiGateway::Authorizer`.
struct PlainAuthorizerReader {
    let kind: APIEvent.Kind
    let fields: Fields
    let id: String

    private var findings: Findings { fields.findings }

    /// `nil`, and a complaint, for what can guard nothing.
    func authorizer() -> Application.Authorizer? {
        guard let name = fields.requiredString("Name"), let kind = kind == .http ? httpKind() : restKind() else {
            return nil
        }
        return Application.Authorizer(name: name, id: id, kind: kind, path: fields.path)
    }

    // MARK: HTTP APIs

    private enum HTTPType: String, CaseIterable { case jwt = "JWT", request = "REQUEST" }

    private func httpKind() -> Application.Authorizer.Kind? {
        if fields["AuthorizerType"] == nil { fields.missing("AuthorizerType") }
        switch fields.choice("AuthorizerType", HTTPType.self) {
        case nil: return nil
        case .jwt?: return jwt().map { .jwt($0) }
        case .request?:
            let format = fields.choice("AuthorizerPayloadFormatVersion", Application.Route.PayloadFormatVersion.self)
            if fields["AuthorizerPayloadFormatVersion"] == nil { fields.missing("AuthorizerPayloadFormatVersion") }
            guard let format, var authorizer = lambda(.request, format, httpSources()) else { return nil }
            authorizer.enablesSimpleResponses = fields.bool("EnableSimpleResponses") ?? false
            if authorizer.enablesSimpleResponses, format == .v1 {
                findings.error(fields.path(of: "EnableSimpleResponses"), "simple responses need payload format 2.0")
            }
            return .lambda(authorizer)
        }
    }

    private func jwt() -> Application.JWTAuthorizer? {
        guard let configuration = fields.object("JwtConfiguration") else {
            if fields["JwtConfiguration"] == nil { fields.missing("JwtConfiguration") }
            return nil
        }
        configuration.allow(["Issuer", "Audience"])
        let audiences = configuration.strings("Audience") ?? []
        if audiences.isEmpty { configuration.missing("Audience") }
        let sources = httpSources()
        if sources.count != 1 {
            findings.error(fields.path(of: "IdentitySource"), "a JWT authorizer has one identity source")
        }
        guard let issuer = configuration.requiredString("Issuer"), let source = sources.first else { return nil }
        return Application.JWTAuthorizer(issuer: issuer, audiences: audiences, identitySource: source)
    }

    private func httpSources() -> [Application.IdentitySource] {
        (fields.list("IdentitySource") ?? []).compactMap { value in
            fields.string(value).flatMap { identitySource($0, Application.IdentitySource(selection: $0), value.path) }
        }
    }

    // MARK: REST APIs

    private enum RESTType: String, CaseIterable {
        case token = "TOKEN"
        case request = "REQUEST"
        case userPools = "COGNITO_USER_POOLS"
    }

    private func restKind() -> Application.Authorizer.Kind? {
        if fields["Type"] == nil { fields.missing("Type") }
        guard let type = fields.choice("Type", RESTType.self) else { return nil }
        let sources = restSources()
        if type != .request, sources.count != 1 || header(sources) == nil {
            findings.error(
                fields.path(of: "IdentitySource"),
                "the identity source of a \(type.rawValue) authorizer is one method.request.header.NAME"
            )
        }
        switch type {
        case .token:
            var authorizer = lambda(.token, .v1, sources)
            authorizer?.identityValidationExpression = validationExpression()
            return authorizer.map { .lambda($0) }
        case .request:
            return lambda(.request, .v1, sources).map { .lambda($0) }
        case .userPools:
            return userPools(header(sources)).map { .userPools($0) }
        }
    }

    private func userPools(_ header: String?) -> Application.UserPoolAuthorizer? {
        let path = fields.path(of: "ProviderARNs")
        let issuers = (fields.strings("ProviderARNs") ?? []).compactMap { text in
            let issuer = Application.UserPoolAuthorizer.issuer(ofPool: text)
            if issuer == nil { findings.error(path, "\(text) is no ARN of a user pool") }
            return issuer
        }
        if fields["ProviderARNs"] == nil { fields.missing("ProviderARNs") }
        guard !issuers.isEmpty, let header else { return nil }
        var authorizer = Application.UserPoolAuthorizer(issuers: issuers)
        authorizer.header = header
        authorizer.identityValidationExpression = validationExpression()
        return authorizer
    }

    /// They stand in one text, with commas.
    private func restSources() -> [Application.IdentitySource] {
        (fields.string("IdentitySource") ?? "").split(separator: ",").compactMap { part in
            let text = String(part.drop { $0 == " " })
            return identitySource(
                text,
                Application.IdentitySource(mapping: text),
                fields.path(of: "IdentitySource")
            )
        }
    }

    private func header(_ sources: [Application.IdentitySource]) -> String? {
        if case .header(let name)? = sources.first { name } else { nil }
    }

    private func validationExpression() -> RegularExpression? {
        fields.regularExpression("IdentityValidationExpression")
    }

    // MARK: Both

    private func identitySource(
        _ text: String,
        _ source: Application.IdentitySource?,
        _ path: JSONPath
    ) -> Application.IdentitySource? {
        if source == nil { findings.error(path, "\(text) is no identity source") }
        return source
    }

    private func lambda(
        _ type: Application.LambdaAuthorizer.AuthorizerType,
        _ format: Application.Route.PayloadFormatVersion,
        _ sources: [Application.IdentitySource]
    ) -> Application.LambdaAuthorizer? {
        guard let uri = fields.requiredString("AuthorizerUri") else { return nil }
        guard let function = FunctionARN(integrationURI: uri) else {
            findings.error(fields.path(of: "AuthorizerUri"), "\(uri) leads to no function")
            return nil
        }
        var authorizer = Application.LambdaAuthorizer(
            functionName: function.name,
            qualifier: function.qualifier,
            type: type,
            payloadFormatVersion: format,
            identitySources: sources
        )
        authorizer.credentials = fields.string(kind == .http ? "AuthorizerCredentialsArn" : "AuthorizerCredentials")
        let ttl = fields.int("AuthorizerResultTtlInSeconds", in: 0...3_600)
        authorizer.resultTTL = ttl.map { .seconds($0) } ?? authorizer.resultTTL
        if sources.isEmpty, authorizer.resultTTL > .zero, kind == .rest || ttl != nil {
            findings.error(fields.path(of: "IdentitySource"), Application.LambdaAuthorizer.wantsIdentitySource)
        }
        return authorizer
    }
}
