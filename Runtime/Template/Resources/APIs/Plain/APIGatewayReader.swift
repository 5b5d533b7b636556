/// Reads an `AWS::ApiGateway::RestApi` with its stage, resources, methods, authorizers, models and validators.
struct APIGatewayReader {
    let resolver: Resolver
    let parts: APIParts

    private var findings: Findings { resolver.findings }

    private enum KeySource: String, CaseIterable { case header = "HEADER", authorizer = "AUTHORIZER" }

    /// `nil`, and a complaint, for an API that nothing reaches.
    func api(_ resource: Resource) -> Application.RESTAPI? {
        guard let fields = resolver.fields(of: resource) else { return nil }
        PropertyTable.plainRESTAPI.check(fields)
        if fields["Name"] == nil { fields.missing("Name") }
        let id = resolver.emulator.apiID(resource.logicalID)
        let stage = stage(of: resource, id)
        var api = Application.RESTAPI(
            logicalID: resource.logicalID,
            id: id,
            name: resolver.physicalName(of: resource),
            stageName: stage?.name ?? "",
            path: resource.path
        )
        api.description = fields.string("Description")
        api.binaryMediaTypes = (fields.strings("BinaryMediaTypes") ?? []).map { $0.replacing("~1", with: "/") }
        api.takesKeysFromAuthorizer = fields.choice("ApiKeySourceType", KeySource.self) == .authorizer
        api.stageVariables = stage?.settings.stringMap("Variables") ?? [:]
        readMethods(into: &api, throttles: stage.map { RouteThrottles(restAPI: $0.settings) })
        RouteConflicts.check(api.routes, of: .rest, findings)
        return stage == nil ? nil : api
    }

    // MARK: Stages

    /// An `AWS::ApiGateway::Stage`, or the stage that a deployment makes.
    private func stage(of api: Resource, _ id: String) -> (name: String, settings: Fields)? {
        let deployments = parts.all("AWS::ApiGateway::Deployment", of: id)
        for deployment in deployments where deployment.fields["StageName"] == nil {
            if deployment.fields["StageDescription"] != nil { deployment.fields.missing("StageName") }
        }
        let stages =
            parts.all("AWS::ApiGateway::Stage", of: id) + deployments.filter { $0.fields["StageName"] != nil }
        guard let fields = parts.stage(stages, of: api, findings)?.fields,
            let name = fields.requiredString("StageName").flatMap({ StageRules.rest($0, fields) })
        else { return nil }
        guard fields["DeploymentId"] == nil else { return (name, fields) }
        let description = fields.object("StageDescription")
        if let description { PropertyTable.stageDescription.check(description) }
        return (name, description ?? fields)
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
            case .mock(let method)?: api.mockMethods.append(method)
            case nil: break
            }
        }
    }
}
