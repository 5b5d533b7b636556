/// The resources that APIs without SAM are made of, by the API that each names: routes, integrations, stages, …
struct APIParts {
    /// One of them.
    struct Part {
        /// What `Ref` gives for most types.
        var id: String
        var fields: Fields

        var path: JSONPath { fields.path.parent ?? fields.path }
    }

    private var parts: [String: [String: [Part]]] = [:]

    /// What an API of SAM's may have beside what SAM makes of it: an HTTP API deploys it by itself.
    private static let additions: Set<String> = [
        "AWS::ApiGatewayV2::Authorizer", "AWS::ApiGatewayV2::Integration", "AWS::ApiGatewayV2::Route",
    ]

    /// Reads those of all APIs of a kind, and complains of those that belong to none.
    init(_ kind: APIEvent.Kind, _ resolver: Resolver) {
        func ids(_ type: String) -> [String: Resource] {
            let apis = resolver.resources.all(ofType: type)
            return Dictionary(apis.map { (resolver.emulator.apiID($0.logicalID), $0) }) { first, _ in first }
        }
        let (apis, serverless) = (ids(kind.plainAPIType), ids(kind.apiType))
        for (type, table) in kind.parts {
            for resource in resolver.resources.all(ofType: type) where !resolver.resources.isGenerated(resource) {
                guard resolver.exists(resource), let fields = resolver.fields(of: resource) else { continue }
                table.check(fields)
                guard let api = fields.requiredString(kind.apiProperty) else { continue }
                if let owner = serverless[api], !Self.additions.contains(type) {
                    resolver.findings.error(
                        fields.path(of: kind.apiProperty),
                        "Hearth cannot add the \(type) \(resource.logicalID) to \(owner.logicalID), which SAM makes",
                        remedy: "write it as an event or a property of SAM's, or all of the API as plain resources"
                    )
                    continue
                }
                guard apis[api] != nil || serverless[api] != nil else {
                    resolver.findings.warning(
                        fields.path(of: kind.apiProperty),
                        "the template has no \(kind.plainAPIType) \(api): \(type) is not created"
                    )
                    continue
                }
                let part = Part(id: resolver.emulator.apiID(resource.logicalID), fields: fields)
                parts[api, default: [:]][type, default: []].append(part)
            }
        }
    }

    /// Those of one API and one type, in the order of the template.
    func all(_ type: String, of api: String) -> [Part] { parts[api]?[type] ?? [] }

    /// Complains of an API without stages, and of stages of the same name.
    static func check(_ stages: [Part], of api: Resource, _ findings: Findings) {
        if stages.isEmpty { findings.warning(api.path, "the API has no stage, so nothing reaches it") }
        var names: Set<String> = []
        for stage in stages {
            guard let name = stage.fields.string("StageName"), !names.insert(name).inserted else { continue }
            findings.error(stage.fields.path(of: "StageName"), "the API has another stage \(name)")
        }
    }
}
