/// Reads `AWS::ApiGateway::ApiKey`, `UsagePlan` and `UsagePlanKey`, those that SAM makes of `Auth` included.
struct UsagePlanReader {
    private let resolver: Resolver

    init(_ resolver: Resolver) { self.resolver = resolver }

    func key(_ resource: Resource) -> Application.APIKey? {
        guard let fields = resolver.fields(of: resource) else { return nil }
        PropertyTable.apiKey.check(fields)
        let value = fields.string("Value")
        if let value, !(20...128).contains(value.utf8.count) {
            resolver.findings.error(fields.path(of: "Value"), "an API key has from 20 to 128 characters")
        }
        return Application.APIKey(
            logicalID: resource.logicalID,
            id: resolver.emulator.apiID(resource.logicalID),
            name: resolver.physicalName(of: resource),
            value: value ?? resolver.emulator.keyValue(resource.logicalID),
            // CloudFormation makes keys that do not work unless it is told otherwise.
            isEnabled: fields.bool("Enabled") ?? false,
            path: resource.path
        )
    }

    func plan(_ resource: Resource) -> Application.UsagePlan? {
        guard let fields = resolver.fields(of: resource) else { return nil }
        PropertyTable.usagePlan.check(fields)
        var plan = Application.UsagePlan(
            logicalID: resource.logicalID,
            id: resolver.emulator.apiID(resource.logicalID),
            name: resolver.physicalName(of: resource),
            path: resource.path
        )
        plan.throttle = fields.object("Throttle").flatMap(throttle)
        plan.quota = fields.object("Quota").flatMap(quota)
        plan.stages = fields.objects("ApiStages").compactMap(stage)
        return plan
    }

    private func throttle(_ fields: Fields) -> Application.Throttle? {
        fields.allow(["BurstLimit", "RateLimit"])
        return fields.throttle(rate: "RateLimit", burst: "BurstLimit")
    }

    private func quota(_ fields: Fields) -> Application.Quota? {
        fields.allow(["Limit", "Offset", "Period"])
        if fields["Limit"] == nil { fields.missing("Limit") }
        if fields["Period"] == nil { fields.missing("Period") }
        guard let limit = fields.int("Limit", in: 0...Int(Int32.max)),
            let period = fields.choice("Period", Application.Quota.Period.self)
        else { return nil }
        return Application.Quota(limit: limit, period: period, offset: fields.int("Offset", in: 0...limit) ?? 0)
    }

    private func stage(_ fields: Fields) -> Application.UsagePlan.Stage? {
        fields.allow(["ApiId", "Stage", "Throttle"])
        guard let api = fields.requiredString("ApiId"), let stage = fields.requiredString("Stage") else { return nil }
        let own = fields.object("Throttle")?.value.members ?? []
        let throttles = own.compactMap { member in
            Fields(member.value, at: member.value.path, resolver.findings).flatMap(throttle).map { (member.key, $0) }
        }
        let isKnown = [APIEvent.Kind.rest.apiType, APIEvent.Kind.rest.plainAPIType].contains { type in
            resolver.resources.all(ofType: type).contains { resolver.emulator.apiID($0.logicalID) == api }
        }
        if !isKnown {
            resolver.findings.warning(fields.path(of: "ApiId"), "there is no REST API \(api) here for the plan")
        }
        var planned = Application.UsagePlan.Stage(
            apiID: api,
            stageName: stage,
            throttles: Dictionary(throttles) { $1 }
        )
        planned.path = fields.path
        return planned
    }

    /// Puts a key into a plan.
    func add(_ resource: Resource, to application: inout Application) {
        guard let fields = resolver.fields(of: resource) else { return }
        PropertyTable.usagePlanKey.check(fields)
        if let type = fields.requiredString("KeyType"), type != "API_KEY" {
            resolver.findings.error(fields.path(of: "KeyType"), "\(type) is no type of key: API_KEY is")
        }
        guard let key = fields.requiredString("KeyId"), let plan = fields.requiredString("UsagePlanId") else { return }
        guard let index = application.usagePlans.firstIndex(where: { $0.id == plan }) else {
            return resolver.findings.error(fields.path(of: "UsagePlanId"), "there is no usage plan \(plan) here")
        }
        guard application.apiKeys.contains(where: { $0.id == key }) else {
            return resolver.findings.error(fields.path(of: "KeyId"), "there is no API key \(key) here")
        }
        application.usagePlans[index].keys.append(key)
    }
}
