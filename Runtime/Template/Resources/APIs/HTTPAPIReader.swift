/// Reads an `AWS::Serverless::HttpApi`.
struct HTTPAPIReader {
    let resolver: Resolver
    /// Routes, integrations and authorizers that the template adds to what SAM makes.
    let parts: APIParts

    func api(_ resource: Resource, events: [APIEvent]) -> Application.HTTPAPI? {
        guard let fields = resolver.fields(of: resource) else { return nil }
        PropertyTable.serverlessHTTPAPI.check(fields)
        let id = resolver.emulator.apiID(resource.logicalID)
        let name = resolver.physicalName(of: resource)
        var api = Application.HTTPAPI(logicalID: resource.logicalID, id: id, name: name, path: resource.path)
        api.stageName = fields.string("StageName").flatMap { StageRules.http($0, fields) } ?? "$default"
        api.stageVariables = StageVariables.read("StageVariables", of: fields)
        api.cors = fields["CorsConfiguration"].flatMap { cors($0, fields) }
        api.description = fields.string("Description")
        api.accessLog = AccessLogReader(stage: fields, property: "AccessLogSettings").log()
        let auth = APIAuth(.http, of: fields)
        let throttles = RouteThrottles(httpAPI: fields)
        api.authorizers = auth.authorizers
        api.routes = events.map { auth.guarded($0, throttle: throttles.throttle(of: $0.route, own: $0.settings)) }
        let added = APIGatewayV2Reader(resolver: resolver, parts: parts)
        added.readParts(into: &api, throttles)
        let routes: [any APIRoute] = api.routes + api.forwardedRoutes
        throttles.reportUnused(routes)
        RouteConflicts.check(routes, of: .http, resolver.findings)
        return api
    }

    /// `true` means all origins, as SAM has it.
    private func cors(_ value: TemplateValue, _ fields: Fields) -> Application.HTTPAPI.CORS? {
        if value.members != nil { return fields.object("CorsConfiguration").map { Application.HTTPAPI.CORS($0) } }
        guard fields.bool("CorsConfiguration") == true else { return nil }
        var cors = Application.HTTPAPI.CORS()
        cors.allowOrigins = ["*"]
        return cors
    }
}

extension Application.HTTPAPI.CORS {
    /// Of a `CorsConfiguration`.
    init(_ fields: Fields) {
        self.init()
        fields.allow(["AllowOrigins", "AllowMethods", "AllowHeaders", "ExposeHeaders", "MaxAge", "AllowCredentials"])
        allowOrigins = fields.strings("AllowOrigins") ?? []
        allowMethods = fields.strings("AllowMethods") ?? []
        allowHeaders = fields.strings("AllowHeaders") ?? []
        exposeHeaders = fields.strings("ExposeHeaders") ?? []
        maxAge = fields.int("MaxAge", in: -1...86_400).map { .seconds($0) }
        allowCredentials = fields.bool("AllowCredentials") ?? false
        if allowCredentials, allowOrigins == ["*"] {
            fields.findings.error(
                fields.path,
                "Unable to add Cors configuration because 'AllowCredentials' can not be true when 'AllowOrigin' is "
                    + "\"'*'\" or not set"
            )
        }
    }
}
