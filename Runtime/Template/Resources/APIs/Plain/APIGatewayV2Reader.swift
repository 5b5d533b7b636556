/// Reads an `AWS::ApiGatewayV2::Api` with its stages, routes, integrations and authorizers.
struct APIGatewayV2Reader {
    let resolver: Resolver
    let parts: APIParts

    private var findings: Findings { resolver.findings }

    /// The API once for each of its stages; what is no HTTP API and what nothing reaches is reported.
    func apis(_ resource: Resource) -> [Application.HTTPAPI] {
        guard let fields = resolver.fields(of: resource) else { return [] }
        PropertyTable.plainHTTPAPI.check(fields)
        guard isHTTP(fields) else { return [] }
        let id = resolver.emulator.apiID(resource.logicalID)
        var api = Application.HTTPAPI(
            logicalID: resource.logicalID,
            id: id,
            name: resolver.physicalName(of: resource),
            path: resource.path
        )
        api.description = fields.string("Description")
        api.cors = fields.object("CorsConfiguration").map { Application.HTTPAPI.CORS($0) }
        // What answers at the root on AWS does so here.
        let all = parts.all("AWS::ApiGatewayV2::Stage", of: id)
        let stages =
            all.filter { $0.fields.string("StageName") == "$default" }
            + all.filter { $0.fields.string("StageName") != "$default" }
        let isQuick = stages.isEmpty && fields["Target"] != nil
        if !isQuick { APIParts.check(stages, of: resource, findings) }
        var apis: [Application.HTTPAPI] = []
        for stage in stages.isEmpty ? [nil] : stages.map(Optional.some) {
            var staged = api
            let isStaged = stage.map { read($0.fields, into: &staged) } ?? isQuick
            if !apis.isEmpty { staged.pathPrefix = "/\(staged.stageName)" }
            readRoutes(fields, stage?.fields, into: &staged)
            if isStaged { apis.append(staged) }
        }
        return apis
    }

    private func isHTTP(_ fields: Fields) -> Bool {
        let type = fields.requiredString("ProtocolType")
        if type == "HTTP" { return true }
        if let type {
            let why = type == "WEBSOCKET" ? ResourceKind.webSockets : "HTTP is the other type"
            findings.error(fields.path(of: "ProtocolType"), "Hearth cannot use \(type): \(why)")
        }
        return false
    }

    // MARK: Stages

    /// Whether anything is deployed to the stage.
    private func read(_ stage: Fields, into api: inout Application.HTTPAPI) -> Bool {
        guard let name = stage.requiredString("StageName").flatMap({ StageRules.http($0, stage) }) else {
            return false
        }
        api.stageName = name
        api.stageVariables = StageVariables.read("StageVariables", of: stage)
        api.accessLog = AccessLogReader(stage: stage, property: "AccessLogSettings").log()
        let deployments = parts.all("AWS::ApiGatewayV2::Deployment", of: api.id)
        let isDeployed =
            stage.bool("AutoDeploy") == true || stage["DeploymentId"] != nil
            || deployments.contains { $0.fields.string("StageName") == name }
        if !isDeployed {
            findings.warning(stage.path, "nothing is deployed to the stage: it has no AutoDeploy and no DeploymentId")
        }
        return isDeployed
    }

    // MARK: Routes

    /// Those of the API as its stage, if it has one, makes them.
    private func readRoutes(_ fields: Fields, _ stage: Fields?, into api: inout Application.HTTPAPI) {
        let throttles = stage.map { RouteThrottles(httpAPI: $0) }
        readParts(into: &api, throttles)
        add(quickRoute(fields, api.stageVariables), to: &api, throttles)
        let routes: [any APIRoute] = api.routes + api.forwardedRoutes
        RouteConflicts.check(routes, of: .http, findings)
        throttles?.reportUnused(routes)
    }

    /// Adds the routes and authorizers that are resources of their own to those that the API has.
    func readParts(into api: inout Application.HTTPAPI, _ throttles: RouteThrottles?) {
        let authorization = AuthorizationReader(.http, parts.all("AWS::ApiGatewayV2::Authorizer", of: api.id))
        api.authorizers += authorization.authorizers.values.compactMap { $0 }.sorted { $0.name < $1.name }
        let integrations = integrations(of: api)
        for part in parts.all("AWS::ApiGatewayV2::Route", of: api.id) {
            add(route(part, authorization, integrations), to: &api, throttles)
        }
    }

    private func add(_ route: (any APIRoute)?, to api: inout Application.HTTPAPI, _ throttles: RouteThrottles?) {
        guard var route else { return }
        route.guards.throttle = throttles?.throttle(of: route)
        switch route {
        case let route as Application.Route: api.routes.append(route)
        case let route as Application.ForwardedRoute: api.forwardedRoutes.append(route)
        default: break
        }
    }

    private func route(
        _ part: APIParts.Part,
        _ authorization: AuthorizationReader,
        _ integrations: [String: Integration?]
    ) -> (any APIRoute)? {
        let fields = part.fields
        let guards = authorization.guards(fields)
        let key = fields.requiredString("RouteKey").flatMap { methodAndPath($0, fields) }
        guard let target = fields.requiredString("Target") else { return nil }
        let id = target.hasPrefix("integrations/") ? target.dropFirst("integrations/".count) : ""
        guard let known = integrations[String(id)] else {
            findings.error(fields.path(of: "Target"), "the API has no integration \(target): write integrations/ID")
            return nil
        }
        guard let key, let integration = known else { return nil }
        var route = integration.route(key, source: part.path)
        route?.guards = guards
        return route
    }

    /// `GET /books/{id}` or `$default`.
    private func methodAndPath(_ key: String, _ fields: Fields) -> (method: String, path: String)? {
        if key == "$default" { return ("ANY", key) }
        let place = fields.path(of: "RouteKey")
        let words = key.split(separator: " ").map(String.init)
        guard words.count == 2 else {
            findings.error(place, "a route key is a method and a path, or $default: \"\(key)\" does not do")
            return nil
        }
        if let complaint = RoutePath.complaint(about: words[1]) {
            findings.error(place, complaint)
            return nil
        }
        return RouteMethod.checked(words[0], at: place, findings).map { ($0, words[1]) }
    }

    /// What the API's own `Target` makes.
    ///
    /// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop.html
    private func quickRoute(_ fields: Fields, _ stageVariables: [String: String]) -> (any APIRoute)? {
        guard let target = fields["Target"],
            let key = methodAndPath(fields.string("RouteKey") ?? "$default", fields)
        else { return nil }
        let timeout = APIEvent.Kind.http.timeoutLimit
        if target.string?.hasPrefix("http") == true {
            let members = [
                ("IntegrationUri", target), ("IntegrationMethod", TemplateValue(target.path, .string("ANY"))),
            ]
            let value = TemplateValue(target.path, .object(members.map { .init(key: $0.0, value: $0.1) }))
            guard let fields = Fields(value, at: target.path, findings) else { return nil }
            return Integration(target: .web(fields, stageVariables), timeout: timeout).route(key, source: target.path)
        }
        let reader = IntegrationReader(fields: fields, stageVariables: stageVariables)
        guard let function = reader.function("Target") else { return nil }
        let integration = Integration(
            target: .function(function, .v2, credentials: fields.string("CredentialsArn")),
            timeout: timeout
        )
        return integration.route(key, source: target.path)
    }

    // MARK: Integrations

    private struct Integration {
        enum Target {
            case function(FunctionARN, Application.Route.PayloadFormatVersion, credentials: String?)
            /// What of it is used depends on the route.
            case web(Fields, _ stageVariables: [String: String])
            case service(Application.ServiceTarget)
        }

        var target: Target
        /// In milliseconds.
        var timeout: Int

        /// `nil`, and a complaint, where the integration cannot serve the route.
        func route(_ key: (method: String, path: String), source: JSONPath) -> (any APIRoute)? {
            switch target {
            case .function(let function, let format, let credentials):
                var route = Application.Route(
                    method: key.method,
                    path: key.path,
                    payloadFormatVersion: format,
                    timeout: .milliseconds(timeout),
                    functionName: function.name,
                    qualifier: function.qualifier,
                    source: source
                )
                route.credentials = credentials
                return route
            case .web(let fields, let stageVariables):
                return WebTargetReader(fields: fields, stageVariables: stageVariables).http(path: key.path)
                    .map { forwarded(key, .web($0), source) }
            case .service(let target): return forwarded(key, .service(target), source)
            }
        }

        private func forwarded(
            _ key: (method: String, path: String),
            _ target: Application.ForwardedRoute.Target,
            _ source: JSONPath
        ) -> Application.ForwardedRoute {
            Application.ForwardedRoute(
                method: key.method,
                path: key.path,
                target: target,
                timeout: .milliseconds(timeout),
                source: source
            )
        }
    }

    /// By id; `nil` for those that are in error.
    private func integrations(of api: Application.HTTPAPI) -> [String: Integration?] {
        var integrations: [String: Integration?] = [:]
        for part in parts.all("AWS::ApiGatewayV2::Integration", of: api.id) {
            integrations[part.id] = .some(integration(part.fields, api.stageVariables))
        }
        return integrations
    }

    private func integration(_ fields: Fields, _ stageVariables: [String: String]) -> Integration? {
        let reader = IntegrationReader(fields: fields, stageVariables: stageVariables)
        let timeout =
            fields.int("TimeoutInMillis", in: 50...APIEvent.Kind.http.timeoutLimit)
            ?? APIEvent.Kind.http.timeoutLimit
        guard let type = fields.requiredString("IntegrationType") else { return nil }
        if type == "HTTP_PROXY" { return Integration(target: .web(fields, stageVariables), timeout: timeout) }
        guard type == "AWS_PROXY" else {
            reader.reportType("IntegrationType", type)
            return nil
        }
        if fields["IntegrationSubtype"] != nil {
            let target = ServiceTargetReader(fields: fields, stageVariables: stageVariables).target()
            return target.map { Integration(target: .service($0), timeout: timeout) }
        }
        if fields["RequestParameters"] != nil {
            findings.warning(fields.path(of: "RequestParameters"), "Hearth does not act on RequestParameters")
        }
        if fields["PayloadFormatVersion"] == nil { fields.missing("PayloadFormatVersion") }
        let format = fields.choice("PayloadFormatVersion", Application.Route.PayloadFormatVersion.self)
        guard let function = reader.function("IntegrationUri"), let format else { return nil }
        return Integration(
            target: .function(function, format, credentials: fields.string("CredentialsArn")),
            timeout: timeout
        )
    }
}
