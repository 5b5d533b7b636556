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

    /// Reads those of all APIs of a kind, and complains of those that belong to none.
    init(_ kind: APIEvent.Kind, _ resolver: Resolver) {
        let apis = Set(resolver.resources.all(ofType: kind.plainAPIType).map { resolver.emulator.apiID($0.logicalID) })
        for (type, table) in kind.parts {
            for resource in resolver.resources.all(ofType: type) where !resolver.resources.isGenerated(resource) {
                guard resolver.exists(resource), let fields = resolver.fields(of: resource) else { continue }
                table.check(fields)
                guard let api = fields.requiredString(kind.apiProperty) else { continue }
                guard apis.contains(api) else {
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

    /// The stage that is served. An API here has one; others are reported, and so is an API that has none.
    func stage(_ stages: [Part], of api: Resource, _ findings: Findings) -> Part? {
        guard let stage = stages.first else {
            findings.warning(api.path, "the API has no stage, so nothing reaches it")
            return nil
        }
        for other in stages.dropFirst() {
            findings.warning(other.path, "Hearth serves one stage of an API: \(stage.path), not this one")
        }
        return stage
    }
}
