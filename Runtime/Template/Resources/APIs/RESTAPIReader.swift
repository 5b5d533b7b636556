/// Reads an `AWS::Serverless::Api`.
struct RESTAPIReader {
    let resolver: Resolver

    func api(_ resource: Resource, events: [APIEvent]) -> Application.RESTAPI? {
        guard let fields = resolver.fields(of: resource) else { return nil }
        PropertyTable.serverlessAPI.check(fields)
        let stage = fields.requiredString("StageName").flatMap { StageRules.rest($0, fields) }
        guard let stage else { return nil }
        var api = Application.RESTAPI(
            logicalID: resource.logicalID,
            id: resolver.emulator.apiID(resource.logicalID),
            name: resolver.physicalName(of: resource),
            stageName: stage,
            path: resource.path
        )
        api.stageVariables = StageVariables.read("Variables", of: fields)
        api.binaryMediaTypes = (fields.strings("BinaryMediaTypes") ?? []).map { $0.replacing("~1", with: "/") }
        api.cors = fields["Cors"].flatMap { cors($0, fields) }
        api.description = fields.string("Description")
        api.accessLog = AccessLogReader(stage: fields, property: "AccessLogSetting").log()
        let auth = APIAuth(.rest, of: fields)
        let throttles = RouteThrottles(restAPI: fields)
        api.authorizers = auth.authorizers
        api.preflightGuards = auth.preflightGuards
        api.takesKeysFromAuthorizer = keySource(fields) == .authorizer
        api.gatewayResponses = GatewayResponseReader(findings: resolver.findings).responses(ofAPI: fields)
        let validations = RequestValidationReader(api: fields)
        api.routes = events.map { event in
            var route = auth.guarded(event, throttle: throttles.throttle(of: event.route))
            route.guards.validation = validations.validation(event.properties)
            return route
        }
        throttles.reportUnused(api.routes, hasPreflights: api.cors != nil)
        RouteConflicts.check(api.routes, of: .rest, resolver.findings)
        return api
    }

    private enum KeySource: String, CaseIterable { case header = "HEADER", authorizer = "AUTHORIZER" }

    private func keySource(_ fields: Fields) -> KeySource? { fields.choice("ApiKeySourceType", KeySource.self) }

    /// A text is the allowed origin; SAM wants values in single quotes within the double ones.
    private func cors(_ value: TemplateValue, _ fields: Fields) -> Application.RESTAPI.CORS? {
        if value.members == nil {
            return fields.string("Cors").map { Application.RESTAPI.CORS(allowOrigin: unquoted($0, value.path)) }
        }
        guard let fields = fields.object("Cors") else { return nil }
        fields.allow(["AllowOrigin", "AllowMethods", "AllowHeaders", "MaxAge", "AllowCredentials"])
        func text(_ name: String) -> String? { fields.string(name).map { unquoted($0, fields.path(of: name)) } }
        var cors = Application.RESTAPI.CORS(allowOrigin: text("AllowOrigin") ?? "*")
        cors.allowMethods = text("AllowMethods")
        cors.allowHeaders = text("AllowHeaders")
        cors.maxAge = text("MaxAge")
        cors.allowCredentials = fields.bool("AllowCredentials") ?? false
        if cors.allowCredentials, cors.allowOrigin == "*" {
            resolver.findings.error(
                fields.path,
                "Unable to add Cors configuration because 'AllowCredentials' can not be true when 'AllowOrigin' is "
                    + "\"'*'\" or not set"
            )
        }
        return cors
    }

    private func unquoted(_ text: String, _ path: JSONPath) -> String {
        if text.count >= 2, text.hasPrefix("'"), text.hasSuffix("'") { return String(text.dropFirst().dropLast()) }
        resolver.findings.warning(path, "API Gateway takes this value in single quotes: \"'\(text)'\"")
        return text
    }
}
