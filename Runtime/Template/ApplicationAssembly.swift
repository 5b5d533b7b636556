/// Reads the sections of a template in the order in which they need each other, and puts the result together.
struct ApplicationAssembly {
    private let resolver: Resolver
    private let outputs: TemplateValue?
    private let findings: Findings

    init(
        _ template: Fields,
        _ emulator: EmulatorAttributes,
        _ overrides: [String: String],
        _ secrets: Secrets,
        _ findings: Findings
    ) {
        let parameters = Parameters(template["Parameters"], overrides: overrides, secrets, findings)
        let globals = Globals(template["Globals"], findings)
        resolver = Resolver(
            parameters: parameters,
            mappings: template["Mappings"],
            conditions: Fields(template["Conditions"], at: template.path / "Conditions", findings)?.value,
            resources: Resources(template["Resources"], globals, findings),
            emulator: emulator,
            secrets: secrets,
            findings: findings
        )
        outputs = template["Outputs"]
        self.findings = findings
    }

    func application() -> Application {
        for condition in resolver.conditions?.members ?? [] {
            _ = resolver.isTrue(condition.key, at: condition.value.path)
        }
        ReferenceRules(resolver: resolver).check(outputs: outputs)
        var application = Application()
        var events: [APIEvent] = []
        for resource in resolver.resources.declared where exists(resource) {
            read(resource, into: &application, &events)
        }
        addAPIs(events, to: &application)
        for policy in resolver.resources.all(ofType: "AWS::SQS::QueuePolicy").filter(exists) {
            QueuePolicyReader(policy, resolver)?.apply(to: &application.queues)
        }
        application.outputs = OutputsReader(resolver: resolver).outputs(outputs)
        NameRules(findings: findings).check(application)
        return application
    }

    private func exists(_ resource: Resource) -> Bool {
        guard let condition = resource.condition else { return true }
        guard let name = condition.string else {
            findings.error(condition.path, "must be the name of a condition, not \(condition.kind)")
            return false
        }
        return resolver.isTrue(name, at: condition.path) ?? false
    }

    private func read(_ resource: Resource, into application: inout Application, _ events: inout [APIEvent]) {
        switch resource.type {
        case "AWS::Serverless::Function", "AWS::Lambda::Function":
            guard let reader = FunctionReader(resource, resolver) else { return }
            let (function, isWhole) = reader.function()
            if isWhole { application.functions.append(function) }
            if resource.isServerless {
                FunctionURLReader.url(of: function, in: reader.fields).map { application.functionURLs.append($0) }
                EventInvokeConfigReader.config(of: function, in: reader.fields)
                    .map { application.eventInvokeConfigs.append($0) }
                application.eventSourceMappings += EventsReader(resolver: resolver)
                    .eventSourceMappings(of: function, in: reader.fields)
                application.eventRequests += EventsReader(resolver: resolver)
                    .eventRequests(of: function, in: reader.fields)
                events += EventsReader(resolver: resolver).apiEvents(of: function, in: reader.fields)
            }
        case "AWS::DynamoDB::Table", "AWS::Serverless::SimpleTable":
            TableReader(resource, resolver)?.table().map { application.tables.append($0) }
        case "AWS::Lambda::Url":
            FunctionURLReader(resource, resolver)?.url().map { application.functionURLs.append($0) }
        case "AWS::Lambda::Version":
            FunctionVersionReader(resource, resolver)?.version().map { application.functionVersions.append($0) }
        case "AWS::Lambda::Alias":
            FunctionVersionReader(resource, resolver)?.alias().map { application.functionAliases.append($0) }
        case "AWS::Lambda::Permission":
            FunctionVersionReader(resource, resolver)?.permission().map { application.functionPermissions.append($0) }
        case "AWS::Lambda::EventInvokeConfig":
            EventInvokeConfigReader(resource, resolver)?.config().map { application.eventInvokeConfigs.append($0) }
        case "AWS::Lambda::EventSourceMapping":
            EventSourceMappingReader(resource, resolver)?.mapping(resource.logicalID)
                .map { application.eventSourceMappings.append($0) }
        case "AWS::SSM::Parameter":
            ParameterReader(resource, resolver)?.parameter().map { application.parameters.append($0) }
        case "AWS::SecretsManager::Secret":
            SecretReader(resource, resolver)?.secret().map { application.secrets.append($0) }
        case "AWS::SQS::Queue":
            QueueReader(resource, resolver)?.queue().map { application.queues.append($0) }
        case "AWS::SQS::QueuePolicy":
            break  // read when all queues are known
        case "AWS::ApiGateway::ApiKey", "AWS::ApiGateway::UsagePlan", "AWS::ApiGateway::UsagePlanKey",
            "AWS::ApiGateway::GatewayResponse":
            break  // read behind the APIs, with those that SAM adds
        case let type where EventResourceReader.types.contains(type):
            application.eventRequests += EventResourceReader(resource, resolver)?.requests() ?? []
        case let type where LogResourceReader.types.contains(type):
            application.eventRequests += LogResourceReader(resource, resolver)?.requests() ?? []
        case "AWS::CloudWatch::Alarm":
            AlarmReader(resource, resolver).map { application.eventRequests.append($0.request()) }
        case let type where CacheReader.types[type] != nil:
            CacheReader(resource, resolver)?.cache().map { application.caches.append($0) }
        case APIEvent.Kind.http.apiType, APIEvent.Kind.rest.apiType:
            break  // read with their routes, when all functions are known
        default:
            OtherResources(findings: findings).report(resource)
        }
    }

    private func addAPIs(_ events: [APIEvent], to application: inout Application) {
        application.httpAPIs = apis(.http, events).compactMap { api, events in
            HTTPAPIReader(resolver: resolver).api(api, events: events)
        }
        application.restAPIs = apis(.rest, events).compactMap { api, events in
            RESTAPIReader(resolver: resolver).api(api, events: events)
        }
        addGatewayResponses(to: &application)
        addUsagePlans(to: &application)
    }

    /// Those that are resources of their own.
    private func addGatewayResponses(to application: inout Application) {
        for resource in resolver.resources.all(ofType: "AWS::ApiGateway::GatewayResponse").filter(exists) {
            guard let properties = resolver.properties(of: resource),
                let fields = Fields(properties, at: resource.path / "Properties", findings),
                let (response, apiID) = GatewayResponseReader(findings: findings).response(fields)
            else { continue }
            if let index = application.restAPIs.firstIndex(where: { $0.id == apiID }) {
                application.restAPIs[index].gatewayResponses.append(response)
            } else {
                findings.error(fields.path(of: "RestApiId"), "there is no REST API \(apiID) here")
            }
        }
    }

    private func addUsagePlans(to application: inout Application) {
        let plans = UsagePlanReader(resolver)
        application.apiKeys = resolver.resources.all(ofType: "AWS::ApiGateway::ApiKey").filter(exists)
            .compactMap(plans.key)
        application.usagePlans = resolver.resources.all(ofType: "AWS::ApiGateway::UsagePlan").filter(exists)
            .compactMap(plans.plan)
        for key in resolver.resources.all(ofType: "AWS::ApiGateway::UsagePlanKey").filter(exists) {
            plans.add(key, to: &application)
        }
    }

    /// The APIs of a kind that exist, and the events that make their routes; an implicit one exists only if it has any.
    private func apis(_ kind: APIEvent.Kind, _ events: [APIEvent]) -> [(Resource, [APIEvent])] {
        resolver.resources.all(ofType: kind.apiType).filter(exists).compactMap { api in
            let events = events.filter { $0.apiLogicalID == api.logicalID }
            return resolver.resources.isGenerated(api) && events.isEmpty ? nil : (api, events)
        }
    }
}
