/// Checks every reference of the template, and that no resource needs itself.
struct ReferenceRules {
    let resolver: Resolver

    private var findings: Findings { resolver.findings }

    func check(outputs: TemplateValue?) {
        for resource in resolver.resources.declared {
            for reference in references(of: resource) { resolver.check(reference) }
            for name in resource.dependsOn { checkDependency(name) }
            if let condition = resource.condition, let name = condition.string {
                _ = resolver.isTrue(name, at: condition.path)
            }
        }
        if let outputs { References(in: outputs).all.forEach(resolver.check) }
        checkCircles()
    }

    private func references(of resource: Resource) -> [References.Reference] {
        References(in: resource.properties).all + (resource.metadata.map { References(in: $0).all } ?? [])
    }

    private func checkDependency(_ name: TemplateValue) {
        guard let text = name.string else {
            findings.error(name.path, "DependsOn takes logical ids, not \(name.kind)")
            return
        }
        if resolver.resources[text] == nil {
            findings.error(
                name.path,
                "there is no resource \(text)",
                remedy: Spelling.remedy(for: text, among: resolver.resources.names)
            )
        }
    }

    // MARK: Circles

    /// What is written in the template must have no circle. What SAM adds, an API's dependence on the functions behind
    /// it, only matters when the template is deployed.
    private func checkCircles() {
        let written = Dictionary(
            resolver.resources.declared.filter { !isOpaque($0) }.map { ($0.logicalID, dependencies(of: $0)) }
        ) { $0 + $1 }
        if let circle = Circle.find(in: written) {
            findings.error(
                .root / "Resources" / (circle.first ?? ""),
                "Circular dependency between resources: [\(circle.joined(separator: ", "))]"
            )
            return
        }
        let withAPIs = written.merging(functionsBehindAPIs()) { $0 + $1 }
        if let circle = Circle.find(in: withAPIs) {
            findings.warning(
                .root / "Resources" / (circle.first { written[$0] != nil } ?? ""),
                "AWS will refuse to deploy this: Circular dependency between resources: "
                    + "[\(circle.joined(separator: ", "))]",
                remedy: "an API depends on the functions behind it, so these cannot refer to the API"
            )
        }
    }

    /// Whether it is one of those that SAM takes apart in ways that are not known here: its parts may well refer to each other.
    private func isOpaque(_ resource: Resource) -> Bool {
        guard resource.isServerless, case .notCreated = ResourceKind(type: resource.type).support else { return false }
        return true
    }

    /// What SAM makes resources of that depend on the function.
    private static let apart = ["Events", "DeploymentPreference"]

    private func dependencies(of resource: Resource) -> [String] {
        let own = (resource.properties.members ?? []).filter { !Self.apart.contains($0.key) }
        let references = own.flatMap { References(in: $0.value).all }.compactMap(\.name)
        return (references + resource.dependsOn.compactMap(\.string)).compactMap(resourceName)
    }

    /// The resource that `Table` or, in `Fn::Sub`, `Table.Arn` names.
    private func resourceName(_ name: String) -> String? {
        [name, Resolver.split(name)?.resource ?? ""].first { resolver.resources[$0] != nil }
    }

    private func functionsBehindAPIs() -> [String: [String]] {
        var behind: [String: [String]] = [:]
        for resource in resolver.resources.declared where resource.type == "AWS::Serverless::Function" {
            for event in resource.properties["Events"]?.members ?? [] {
                guard let kind = event.value["Type"]?.string.flatMap(APIEvent.Kind.init) else { continue }
                let api = event.value["Properties"]?[kind.apiProperty]
                let name = api == nil ? kind.implicitAPI : api?["Ref"]?.string ?? api?.string
                if let name { behind[name, default: []].append(resource.logicalID) }
            }
        }
        return behind
    }
}
