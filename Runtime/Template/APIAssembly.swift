/// Reads the APIs of a template, with all that belongs to them: SAM's and those made of plain resources.
struct APIAssembly {
    let resolver: Resolver

    /// The resources that are read here.
    static let types: Set<String> = {
        let own = APIEvent.Kind.allCases.flatMap { [$0.apiType, $0.plainAPIType] + $0.parts.map(\.key) }
        return Set(own + [gatewayResponse, apiKey, usagePlan, usagePlanKey])
    }()

    private static let gatewayResponse = "AWS::ApiGateway::GatewayResponse"
    private static let apiKey = "AWS::ApiGateway::ApiKey"
    private static let usagePlan = "AWS::ApiGateway::UsagePlan"
    private static let usagePlanKey = "AWS::ApiGateway::UsagePlanKey"

    /// `events`: those of all functions.
    func add(to application: inout Application, events: [APIEvent]) {
        let httpParts = APIParts(.http, resolver)
        application.httpAPIs = apis(.http, events).compactMap { api, events in
            HTTPAPIReader(resolver: resolver, parts: httpParts).api(api, events: events)
        }
        application.restAPIs = apis(.rest, events).compactMap { api, events in
            RESTAPIReader(resolver: resolver).api(api, events: events)
        }
        addPermissions(to: &application, events: events)
        application.httpAPIs += existing(APIEvent.Kind.http.plainAPIType)
            .flatMap { APIGatewayV2Reader(resolver: resolver, parts: httpParts).apis($0) }
        let restParts = APIParts(.rest, resolver)
        application.restAPIs += existing(APIEvent.Kind.rest.plainAPIType)
            .flatMap { APIGatewayReader(resolver: resolver, parts: restParts).apis($0) }
        addGatewayResponses(to: &application)
        addUsagePlans(to: &application)
    }

    private func existing(_ type: String) -> [Resource] {
        resolver.resources.all(ofType: type).filter(resolver.exists)
    }

    /// SAM's APIs of a kind, and the events that make their routes; an implicit one exists only if it has any.
    private func apis(_ kind: APIEvent.Kind, _ events: [APIEvent]) -> [(Resource, [APIEvent])] {
        existing(kind.apiType).compactMap { api in
            let events = events.filter { $0.apiLogicalID == api.logicalID }
            return resolver.resources.isGenerated(api) && events.isEmpty ? nil : (api, events)
        }
    }

    /// Those that SAM adds, so that its APIs may invoke their functions and authorizers.
    private func addPermissions(to application: inout Application, events: [APIEvent]) {
        let permissions = SAMPermissions(account: resolver.emulator.account)
        for api in application.httpAPIs {
            application.functionPermissions += permissions.ofRoutes(events, ofAPI: api.logicalID, id: api.id, "")
            application.functionPermissions += permissions.ofAuthorizers(api.authorizers, api.logicalID, id: api.id)
        }
        for api in application.restAPIs {
            application.functionPermissions += permissions.ofRoutes(
                events,
                ofAPI: api.logicalID,
                id: api.id,
                api.stageName
            )
            application.functionPermissions += permissions.ofAuthorizers(api.authorizers, api.logicalID, id: api.id)
        }
    }

    /// Those that are resources of their own.
    private func addGatewayResponses(to application: inout Application) {
        for resource in existing(Self.gatewayResponse) {
            guard let fields = resolver.fields(of: resource),
                let (response, apiID) = GatewayResponseReader(findings: resolver.findings).response(fields)
            else { continue }
            let stages = application.restAPIs.indices.filter { application.restAPIs[$0].id == apiID }
            for index in stages { application.restAPIs[index].gatewayResponses.append(response) }
            if stages.isEmpty {
                resolver.findings.error(fields.path(of: "RestApiId"), "there is no REST API \(apiID) here")
            }
        }
    }

    /// SAM's included.
    private func addUsagePlans(to application: inout Application) {
        let plans = UsagePlanReader(resolver)
        application.apiKeys = existing(Self.apiKey).compactMap(plans.key)
        application.usagePlans = existing(Self.usagePlan).compactMap(plans.plan)
        for key in existing(Self.usagePlanKey) { plans.add(key, to: &application) }
    }
}
