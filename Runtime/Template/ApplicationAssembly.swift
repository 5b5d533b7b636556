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
        let hasLanguageExtensions = Sections.hasLanguageExtensions(template)
        func resolver(_ conditions: TemplateValue?, _ resources: Resources) -> Resolver {
            Resolver(
                parameters: parameters,
                mappings: template["Mappings"],
                conditions: conditions,
                resources: resources,
                emulator: emulator,
                secrets: secrets,
                hasLanguageExtensions: hasLanguageExtensions,
                findings: findings
            )
        }
        var loops = LoopExpansion(isEnabled: hasLanguageExtensions, resolver(nil, Resources()), findings)
        let template = loops.expanded(template)
        if loops.hasLoops { Sections.checkOrder(template) }
        Sections.checkServerless(template)
        let globals = Globals(template["Globals"], findings)
        self.resolver = resolver(
            Fields(template["Conditions"], at: template.path / "Conditions", findings)?.value,
            Resources(template["Resources"], globals, findings)
        )
        outputs = template["Outputs"]
        self.findings = findings
    }

    func application() -> Application {
        for condition in resolver.conditions?.members ?? [] {
            _ = resolver.isTrue(condition.key, at: condition.value.path)
        }
        ReferenceRules(resolver: resolver).check(outputs: outputs)
        resolver.resources.declared.forEach(ResourcePolicies(resolver: resolver).check)
        var application = Application()
        var events: [APIEvent] = []
        for resource in resolver.resources.declared + resolver.resources.made where resolver.exists(resource) {
            read(resource, into: &application, &events)
        }
        APIAssembly(resolver: resolver).add(to: &application, events: events)
        for policy in resolver.resources.all(ofType: "AWS::SQS::QueuePolicy").filter(resolver.exists) {
            QueuePolicyReader(policy, resolver)?.apply(to: &application.queues)
        }
        application.eventRequests = application.eventRequests.withChildrenFirst.withNotificationsTogether
        application.outputs = OutputsReader(resolver: resolver).outputs(outputs)
        NameRules(findings: findings).check(application)
        LayerRules(findings: findings).check(application)
        FunctionURLRules(findings: findings).check(application)
        AuthorizerRules(findings: findings).check(application)
        RouteRules(findings: findings, account: resolver.emulator.account).check(application)
        UsagePlanRules(findings: findings).check(application)
        ScalingRules(findings: findings).check(application)
        return application
    }

    private func read(_ resource: Resource, into application: inout Application, _ events: inout [APIEvent]) {
        switch resource.type {
        case "AWS::Serverless::Function", "AWS::Lambda::Function":
            guard let reader = FunctionReader(resource, resolver) else { return }
            let (function, isWhole) = reader.function()
            if isWhole { application.functions.append(function) }
            if resource.isServerless {
                if let url = FunctionURLReader.url(of: function, in: reader.fields) {
                    application.functionURLs.append(url)
                    application.functionPermissions += FunctionURLReader.permissions(url, of: resource.logicalID)
                }
                EventInvokeConfigReader.config(of: function, in: reader.fields, resolver)
                    .map { application.eventInvokeConfigs.append($0) }
                application.eventSourceMappings += EventsReader(resolver: resolver)
                    .eventSourceMappings(of: function, in: reader.fields)
                application.eventRequests += EventsReader(resolver: resolver)
                    .eventRequests(of: function, in: reader.fields)
                application.functionPermissions += EventsReader(resolver: resolver)
                    .permissions(of: function, in: reader.fields)
                events += EventsReader(resolver: resolver).apiEvents(of: function, in: reader.fields)
            }
        case let type where LayerReader.types.contains(type):
            LayerReader(resource, resolver)?.layer().map { application.layers.append($0) }
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
        case let type where EventResourceReader.types.contains(type):
            application.eventRequests += EventResourceReader(resource, resolver)?.requests() ?? []
        case let type where ScalingReader.types.contains(type):
            application.eventRequests += ScalingReader(resource, resolver)?.requests() ?? []
        case let type where BucketReader.types.contains(type):
            application.eventRequests += BucketReader(resource, resolver)?.requests() ?? []
        case let type where LogResourceReader.types.contains(type):
            application.eventRequests += LogResourceReader(resource, resolver)?.requests() ?? []
        case "AWS::CloudWatch::Alarm":
            AlarmReader(resource, resolver).map { application.eventRequests.append($0.request()) }
        case "AWS::CloudWatch::CompositeAlarm":
            CompositeAlarmReader(resource, resolver).map { application.eventRequests.append($0.request()) }
        case let type where CacheReader.types[type] != nil:
            CacheReader(resource, resolver)?.cache().map { application.caches.append($0) }
        case let type where APIAssembly.types.contains(type):
            break  // read when all functions are known, with the routes that their events make
        default:
            OtherResources(findings: findings).report(resource)
        }
    }
}
