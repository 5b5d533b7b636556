import JSON

/// The resources that SAM makes of others and that a template may refer to: implicit APIs, functions' roles, usage plans,
/// what becomes of events, and what is named behind a dot, such as `Function.Alias` and `Api.Stage`.
struct SAMAdditions {
    private(set) var resources: [Resource] = []
    /// What is meant by further names, such as `Api.UsagePlan`.
    private(set) var aliases: [String: String] = [:]

    init(to declared: [Resource], _ globals: Globals, _ findings: Findings) {
        let apis = APIEvent.Kind.allCases.compactMap { Self.implicitAPI($0, declared, globals) }
        let functions = declared.filter { $0.type == "AWS::Serverless::Function" }
        let plans = SAMUsagePlans(of: declared + apis)
        aliases = plans.aliases
        resources =
            apis + (declared + apis).flatMap(Self.companions)
            + functions.flatMap { SAMEventResources(of: $0, declared).resources }
            + plans.resources
        let taken = Set(declared.map(\.logicalID))
        for resource in resources where taken.contains(resource.logicalID) {
            findings.error(
                .root / "Resources" / resource.logicalID,
                "SAM makes a resource \(resource.logicalID) of its own for \(resource.path)",
                remedy: "choose another logical id"
            )
        }
    }

    /// The API of events that name none.
    private static func implicitAPI(_ kind: APIEvent.Kind, _ declared: [Resource], _ globals: Globals) -> Resource? {
        let functions = declared.lazy.filter { $0.type == "AWS::Serverless::Function" }
        let events = functions.flatMap { $0.properties["Events"]?.members ?? [] }.map(\.value)
        let first = events.first {
            $0["Type"]?.string == kind.rawValue && $0["Properties"]?[kind.apiProperty] == nil
        }
        return first.map { event in
            let own = TemplateValue(kind.implicitProperties, at: event.path)
            let properties = globals.merged(into: own, ofType: kind.apiType)
            return Resource(kind.implicitAPI, type: kind.apiType, properties: properties, path: event.path)
        }
    }

    private static func companions(of resource: Resource) -> [Resource] {
        switch resource.type {
        case "AWS::Serverless::Function": role(of: resource) + alias(of: resource) + url(of: resource)
        case "AWS::Serverless::StateMachine":
            role(of: resource) + SAMEventResources.ofStateMachine(resource)
        case "AWS::Serverless::HttpApi": stages(of: resource)
        case "AWS::Serverless::Api":
            stages(of: resource) + [companion(of: resource, ".Deployment", "AWS::ApiGateway::Deployment", [:])]
        default: []
        }
    }

    private static func role(of function: Resource) -> [Resource] {
        guard function.properties["Role"] == nil else { return [] }
        let name: JSON = ["Fn::Sub": .string("${AWS::StackName}-\(function.logicalID)Role")]
        return [companion(of: function, "Role", "AWS::IAM::Role", ["RoleName": name])]
    }

    /// What they are called stands behind the function's name in their ARNs. The version that SAM publishes is the
    /// first.
    private static func alias(of function: Resource) -> [Resource] {
        guard let alias = function.properties["AutoPublishAlias"] else { return [] }
        let name: JSON = ["Ref": .string(function.logicalID)]
        let aliasIDs = [".Alias"] + (alias.string.map { ["Alias\($0)"] } ?? [])
        return aliasIDs.map {
            companion(of: function, $0, "AWS::Lambda::Alias", ["Name": ["Fn::Join": [":", [name, alias.json]]]])
        } + [companion(of: function, ".Version", "AWS::Lambda::Version", ["Name": ["Fn::Join": [":", [name, "1"]]]])]
    }

    private static func url(of function: Resource) -> [Resource] {
        guard function.properties["FunctionUrlConfig"] != nil else { return [] }
        var members: [(String, JSON)] = [("TargetFunctionArn", ["Ref": .string(function.logicalID)])]
        if let alias = function.properties["AutoPublishAlias"] { members.append(("Qualifier", alias.json)) }
        return [companion(of: function, "Url", "AWS::Lambda::Url", .object(JSON.Object(members)))]
    }

    /// Behind a dot, and as the resource that SAM makes is called.
    private static func stages(of api: Resource) -> [Resource] {
        let name = api.properties["StageName"]?.json ?? "$default"
        let id = name == "$default" ? "ApiGatewayDefaultStage" : "\(name.stringValue ?? "")Stage"
        return [".Stage", id].map { companion(of: api, $0, "AWS::ApiGateway::Stage", ["StageName": name]) }
    }

    private static func companion(of resource: Resource, _ suffix: String, _ type: String, _ json: JSON) -> Resource {
        let properties = TemplateValue(json, at: resource.path)
        return Resource(resource.logicalID + suffix, type: type, properties: properties, path: resource.path)
    }
}
