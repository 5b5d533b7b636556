/// Reads an `AWS::ApiGateway::RestApi` with its stages, resources, methods, authorizers, models and validators.
struct APIGatewayReader {
    let resolver: Resolver
    let parts: APIParts

    private var findings: Findings { resolver.findings }

    private enum KeySource: String, CaseIterable { case header = "HEADER", authorizer = "AUTHORIZER" }

    /// The API once for each of its stages; one that nothing reaches is reported.
    func apis(_ resource: Resource) -> [Application.RESTAPI] {
        guard let fields = resolver.fields(of: resource) else { return [] }
        PropertyTable.plainRESTAPI.check(fields)
        if fields["Name"] == nil { fields.missing("Name") }
        let id = resolver.emulator.apiID(resource.logicalID)
        var api = Application.RESTAPI(
            logicalID: resource.logicalID,
            id: id,
            name: resolver.physicalName(of: resource),
            stageName: "",
            path: resource.path
        )
        api.description = fields.string("Description")
        api.binaryMediaTypes = (fields.strings("BinaryMediaTypes") ?? []).map { $0.replacing("~1", with: "/") }
        api.takesKeysFromAuthorizer = fields.choice("ApiKeySourceType", KeySource.self) == .authorizer
        let stages = stages(of: resource, id)
        var apis: [Application.RESTAPI] = []
        for stage in stages.isEmpty ? [nil] : stages.map(Optional.some) {
            var staged = api
            let name = stage.flatMap { stage in stage.requiredString("StageName").flatMap { StageRules.rest($0, stage) }
            }
            let settings = stage.map(settings(of:))
            staged.stageName = name ?? ""
            if !apis.isEmpty { staged.pathPrefix = "/\(staged.stageName)" }
            staged.stageVariables = settings.map { StageVariables.read("Variables", of: $0) } ?? [:]
            staged.accessLog = settings.flatMap { AccessLogReader(stage: $0, property: "AccessLogSetting").log() }
            let throttles = settings.map { RouteThrottles(restAPI: $0) }
            readMethods(into: &staged, throttles: throttles)
            let routes: [any APIRoute] = staged.routes + staged.forwardedRoutes + staged.mockMethods
            throttles?.reportUnused(routes)
            // What their parameters are called is the resources' to say.
            RouteConflicts.check(staged.routes + staged.forwardedRoutes, of: .rest, comparesNames: false, findings)
            if name != nil { apis.append(staged) }
        }
        return apis
    }

    // MARK: Stages

    /// Each an `AWS::ApiGateway::Stage`, or a deployment that makes a stage.
    private func stages(of api: Resource, _ id: String) -> [Fields] {
        let deployments = parts.all("AWS::ApiGateway::Deployment", of: id)
        for deployment in deployments where deployment.fields["StageName"] == nil {
            if deployment.fields["StageDescription"] != nil { deployment.fields.missing("StageName") }
        }
        let stages =
            parts.all("AWS::ApiGateway::Stage", of: id) + deployments.filter { $0.fields["StageName"] != nil }
        APIParts.check(stages, of: api, findings)
        return stages.map(\.fields)
    }

    /// Variables, throttles and access log.
    private func settings(of stage: Fields) -> Fields {
        guard stage["DeploymentId"] == nil, let description = stage.object("StageDescription") else { return stage }
        PropertyTable.stageDescription.check(description)
        return description
    }

    // MARK: Methods

    private func readMethods(into api: inout Application.RESTAPI, throttles: RouteThrottles?) {
        let authorization = AuthorizationReader(.rest, parts.all("AWS::ApiGateway::Authorizer", of: api.id))
        api.authorizers = authorization.authorizers.values.compactMap { $0 }.sorted { $0.name < $1.name }
        let paths = ResourcePaths(parts.all("AWS::ApiGateway::Resource", of: api.id), root: api.id)
        let validation = MethodValidationReader(
            validators: parts.all("AWS::ApiGateway::RequestValidator", of: api.id),
            models: parts.all("AWS::ApiGateway::Model", of: api.id)
        )
        for part in parts.all("AWS::ApiGateway::Method", of: api.id) {
            let reader = MethodReader(
                part: part,
                paths: paths,
                authorization: authorization,
                validation: validation,
                stageVariables: api.stageVariables
            )
            switch reader.method() {
            case .route(var route)?:
                route.guards.throttle = throttles?.throttle(of: route)
                api.routes.append(route)
            case .forwarded(var route)?:
                route.guards.throttle = throttles?.throttle(of: route)
                api.forwardedRoutes.append(route)
            case .mock(let method)?: api.mockMethods.append(method)
            case nil: break
            }
        }
    }
}
