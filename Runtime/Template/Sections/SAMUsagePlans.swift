import JSON

/// The usage plans and API keys that SAM makes of the `Auth` of REST APIs.
///
/// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-apiusageplan.html
struct SAMUsagePlans {
    private(set) var resources: [Resource] = []
    /// `Api.UsagePlan` and what else they are called behind the name of each API that they are for.
    private(set) var aliases: [String: String] = [:]

    init(of apis: [Resource]) {
        let wanting = apis.filter { $0.type == APIEvent.Kind.rest.apiType }
        for api in wanting where Self.kind(api) == "PER_API" { add(api.logicalID, [api]) }
        add("Serverless", wanting.filter { Self.kind($0) == "SHARED" })
    }

    private static func plan(_ api: Resource) -> TemplateValue? { api.properties["Auth"]?["UsagePlan"] }

    private static func kind(_ api: Resource) -> String? { plan(api)?["CreateUsagePlan"]?.string }

    /// A plan, a key and what joins the two. The first API that says something about the plan decides.
    private mutating func add(_ prefix: String, _ apis: [Resource]) {
        guard let first = apis.first, let path = Self.plan(first)?.path else { return }
        for (api, kind) in apis.flatMap({ api in ["UsagePlan", "ApiKey", "UsagePlanKey"].map { (api, $0) } }) {
            aliases["\(api.logicalID).\(kind)"] = prefix + kind
        }
        let stages: [JSON] = apis.map {
            ["ApiId": ["Ref": .string($0.logicalID)], "Stage": ["Ref": .string("\($0.logicalID).Stage")]]
        }
        var members = [TemplateValue.Member(key: "ApiStages", value: TemplateValue(.array(stages), at: path))]
        for name in ["UsagePlanName", "Description", "Quota", "Tags", "Throttle"] {
            guard let value = apis.lazy.compactMap({ Self.plan($0)?[name] }).first else { continue }
            members.append(TemplateValue.Member(key: name, value: value))
        }
        let key: JSON = [
            "KeyId": ["Ref": .string("\(prefix)ApiKey")], "KeyType": "API_KEY",
            "UsagePlanId": ["Ref": .string("\(prefix)UsagePlan")],
        ]
        resources += [
            Resource(
                "\(prefix)UsagePlan",
                type: "AWS::ApiGateway::UsagePlan",
                properties: TemplateValue(path, .object(members)),
                path: path
            ),
            Resource(
                "\(prefix)ApiKey",
                type: "AWS::ApiGateway::ApiKey",
                properties: TemplateValue(["Enabled": true], at: path),
                path: path
            ),
            Resource(
                "\(prefix)UsagePlanKey",
                type: "AWS::ApiGateway::UsagePlanKey",
                properties: TemplateValue(key, at: path),
                path: path
            ),
        ]
    }
}
