import RegularExpressions

/// Reads the `Authorizers` of an API's `Auth`.
struct AuthorizerReader {
    let kind: APIEvent.Kind
    let fields: Fields
    /// As the API calls it.
    let name: String

    private var findings: Findings { fields.findings }

    /// `nil`, and a complaint, for what can guard nothing. Scopes are those that routes have which name none.
    func authorizer() -> (authorizer: Application.Authorizer, scopes: [String])? {
        guard let kind = kind == .http ? httpKind() : restKind() else { return nil }
        let scopes = fields.strings("AuthorizationScopes") ?? []
        return (Application.Authorizer(name: name, kind: kind, path: fields.path), scopes)
    }

    // MARK: HTTP APIs

    private func httpKind() -> Application.Authorizer.Kind? {
        if fields["JwtConfiguration"] != nil {
            PropertyTable.jwtAuthorizer.check(fields)
            return jwt().map { .jwt($0) }
        }
        PropertyTable.httpLambdaAuthorizer.check(fields)
        if fields["AuthorizerPayloadFormatVersion"] == nil { fields.missing("AuthorizerPayloadFormatVersion") }
        let version = fields.choice("AuthorizerPayloadFormatVersion", Application.Route.PayloadFormatVersion.self)
        guard let function = function(), let version else { return nil }
        var authorizer = Application.LambdaAuthorizer(
            functionName: function.name,
            qualifier: function.qualifier,
            type: .request,
            payloadFormatVersion: version,
            identitySources: identitySources()
        )
        authorizer.enablesSimpleResponses = fields.bool("EnableSimpleResponses") ?? false
        if authorizer.enablesSimpleResponses, version == .v1 {
            findings.error(fields.path(of: "EnableSimpleResponses"), "simple responses need payload format 2.0")
        }
        if let ttl = resultTTL() {
            authorizer.resultTTL = ttl
            if authorizer.identitySources.isEmpty, ttl > .zero {
                findings.error(fields.path(of: "Identity"), Application.LambdaAuthorizer.wantsIdentitySource)
            }
        }
        authorizer.credentials = fields.string("FunctionInvokeRole")
        authorizer.isPermittedBySAM = fields.bool("EnableFunctionDefaultPermissions") ?? false
        return .lambda(authorizer)
    }

    private func jwt() -> Application.JWTAuthorizer? {
        guard let configuration = fields.object("JwtConfiguration") else { return nil }
        configuration.allow(["issuer", "audience", "Issuer", "Audience"])
        let issuer = configuration.string("issuer") ?? configuration.string("Issuer")
        if issuer == nil { configuration.missing("issuer") }
        let audience = configuration["audience"] == nil ? "Audience" : "audience"
        let audiences =
            configuration[audience]?.elements == nil
            ? configuration.string(audience).map { [$0] } : configuration.strings(audience)
        if audiences?.isEmpty ?? true { configuration.missing("audience") }
        let source = fields.requiredString("IdentitySource").flatMap(identitySource)
        guard let issuer, let audiences, let source else { return nil }
        return Application.JWTAuthorizer(issuer: issuer, audiences: audiences, identitySource: source)
    }

    /// `$request.header.Authorization` or `$request.querystring.token`.
    private func identitySource(_ text: String) -> Application.IdentitySource? {
        switch Application.IdentitySource(selection: text) {
        case .header(let name)?: return .header(name)
        case .queryString(let name)?: return .queryString(name)
        default: break
        }
        findings.error(
            fields.path(of: "IdentitySource"),
            "\(text) is no place for a token",
            remedy: "it stands in $request.header.NAME or $request.querystring.NAME"
        )
        return nil
    }

    // MARK: REST APIs

    private func restKind() -> Application.Authorizer.Kind? {
        if fields["UserPoolArn"] != nil {
            PropertyTable.userPoolAuthorizer.check(fields)
            return userPools().map { .userPools($0) }
        }
        PropertyTable.restLambdaAuthorizer.check(fields)
        let type =
            fields["FunctionPayloadType"] == nil
            ? .token : fields.choice("FunctionPayloadType", Application.LambdaAuthorizer.AuthorizerType.self)
        guard let function = function(), let type else { return nil }
        var authorizer = Application.LambdaAuthorizer(
            functionName: function.name,
            qualifier: function.qualifier,
            type: type,
            payloadFormatVersion: .v1,
            identitySources: type == .token ? [.header(header)] : identitySources()
        )
        authorizer.resultTTL = resultTTL() ?? authorizer.resultTTL
        authorizer.credentials = fields.string("FunctionInvokeRole")
        authorizer.isPermittedBySAM = !(fields.bool("DisableFunctionDefaultPermissions") ?? false)
        if type == .token { authorizer.identityValidationExpression = validationExpression() }
        if authorizer.identitySources.isEmpty, authorizer.resultTTL > .zero {
            findings.error(
                fields.path(of: "Identity"),
                "\(name) Authorizer must specify Identity with at least one of Headers, QueryStrings, StageVariables, "
                    + "or Context."
            )
        }
        return .lambda(authorizer)
    }

    private func userPools() -> Application.UserPoolAuthorizer? {
        let isList = fields["UserPoolArn"]?.elements != nil
        let texts = isList ? fields.strings("UserPoolArn") : fields.string("UserPoolArn").map { [$0] }
        let issuers = (texts ?? []).compactMap { text -> String? in
            let issuer = Application.UserPoolAuthorizer.issuer(ofPool: text)
            if issuer == nil { findings.error(fields.path(of: "UserPoolArn"), "\(text) is no ARN of a user pool") }
            return issuer
        }
        guard !issuers.isEmpty else { return nil }
        var authorizer = Application.UserPoolAuthorizer(issuers: issuers)
        authorizer.header = header
        authorizer.identityValidationExpression = validationExpression()
        return authorizer
    }

    // MARK: Both

    private var identity: Fields? { fields.object("Identity") }

    private var header: String { identity?.string("Header") ?? "Authorization" }

    private func identitySources() -> [Application.IdentitySource] {
        guard let identity else { return [] }
        identity.allow(["Headers", "QueryStrings", "StageVariables", "Context", "ReauthorizeEvery"])
        return (identity.strings("Headers") ?? []).map { .header($0) }
            + (identity.strings("QueryStrings") ?? []).map { .queryString($0) }
            + (identity.strings("StageVariables") ?? []).map { .stageVariable($0) }
            + (identity.strings("Context") ?? []).map { .context($0) }
    }

    private func resultTTL() -> Duration? {
        identity?.int("ReauthorizeEvery", in: 0...3_600).map { .seconds($0) }
    }

    private func validationExpression() -> RegularExpression? {
        let ofRequests = ["Headers", "QueryStrings", "StageVariables", "Context"]
        identity?.allow(["Header", "ReauthorizeEvery", "ValidationExpression"] + ofRequests)
        for name in ofRequests where identity?[name] != nil {
            findings.note(
                identity?.path(of: name) ?? fields.path,
                "\(name) has no effect here: only authorizers of the type REQUEST look at it"
            )
        }
        return identity?.regularExpression("ValidationExpression")
    }

    private func function() -> FunctionARN? {
        guard let text = fields.requiredString("FunctionArn") else { return nil }
        let function = FunctionARN(text)
        if function == nil { findings.error(fields.path(of: "FunctionArn"), "\(text) is no ARN of a function") }
        return function
    }
}
