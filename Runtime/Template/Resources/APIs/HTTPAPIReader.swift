/// Reads an `AWS::Serverless::HttpApi`.
struct HTTPAPIReader {
    let resolver: Resolver

    func api(_ resource: Resource, events: [APIEvent]) -> Application.HTTPAPI? {
        guard let properties = resolver.properties(of: resource),
            let fields = Fields(properties, at: resource.path / "Properties", resolver.findings)
        else { return nil }
        PropertyTable.serverlessHTTPAPI.check(fields)
        let id = resolver.emulator.apiID(resource.logicalID)
        let name = resolver.physicalName(of: resource)
        var api = Application.HTTPAPI(logicalID: resource.logicalID, id: id, name: name, path: resource.path)
        api.stageName = fields.string("StageName").flatMap { StageRules.http($0, fields) } ?? "$default"
        api.stageVariables = fields.stringMap("StageVariables")
        api.cors = fields["CorsConfiguration"].flatMap { cors($0, fields) }
        api.description = fields.string("Description")
        let auth = APIAuth(.http, of: fields)
        let throttles = RouteThrottles(httpAPI: fields)
        api.authorizers = auth.authorizers
        api.routes = events.map { auth.guarded($0, throttle: throttles.throttle(of: $0)) }
        throttles.reportUnused(api.routes)
        RouteConflicts.check(api.routes, of: .http, resolver.findings)
        return api
    }

    /// `true` means all origins, as SAM has it.
    private func cors(_ value: TemplateValue, _ fields: Fields) -> Application.HTTPAPI.CORS? {
        var cors = Application.HTTPAPI.CORS()
        if value.members == nil {
            guard fields.bool("CorsConfiguration") == true else { return nil }
            cors.allowOrigins = ["*"]
            return cors
        }
        guard let fields = fields.object("CorsConfiguration") else { return nil }
        fields.allow(["AllowOrigins", "AllowMethods", "AllowHeaders", "ExposeHeaders", "MaxAge", "AllowCredentials"])
        cors.allowOrigins = fields.strings("AllowOrigins") ?? []
        cors.allowMethods = fields.strings("AllowMethods") ?? []
        cors.allowHeaders = fields.strings("AllowHeaders") ?? []
        cors.exposeHeaders = fields.strings("ExposeHeaders") ?? []
        cors.maxAge = fields.int("MaxAge", in: -1...86_400).map { .seconds($0) }
        cors.allowCredentials = fields.bool("AllowCredentials") ?? false
        if cors.allowCredentials, cors.allowOrigins == ["*"] {
            resolver.findings.error(
                fields.path,
                "Unable to add Cors configuration because 'AllowCredentials' can not be true when 'AllowOrigin' is "
                    + "\"'*'\" or not set"
            )
        }
        return cors
    }
}
