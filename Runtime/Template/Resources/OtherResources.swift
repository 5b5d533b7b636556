/// Says of each resource that Hearth does not emulate what that means for the application.
struct OtherResources {
    let findings: Findings

    func report(_ resource: Resource) {
        if let remedy = misspelling(resource.type) {
            findings.error(resource.path / "Type", "unknown resource type \(resource.type)", remedy: remedy)
            return
        }
        switch ResourceKind(type: resource.type).support {
        case .emulated: break
        case .dispensable(let reason):
            findings.note(resource.path, "\(resource.type) is not emulated: \(reason)")
        case .refused(let reason):
            findings.error(resource.path, "Hearth cannot use \(resource.type): \(reason)")
        case .notCreated:
            findings.warning(resource.path, "Hearth does not emulate \(resource.type): it is not created")
        }
    }

    /// SAM's types are all known; of CloudFormation's, only those near an emulated one are suspected.
    private func misspelling(_ type: String) -> String? {
        let serverless = [
            "Function", "Api", "HttpApi", "SimpleTable", "LayerVersion", "Application", "StateMachine", "Connector",
            "GraphQLApi", "CapacityProvider", "WebSocketApi",
        ].map { "AWS::Serverless::\($0)" }
        if type.hasPrefix("AWS::Serverless::") {
            if serverless.contains(type) { return nil }
            return Spelling.remedy(for: type, among: serverless) ?? "SAM has " + serverless.joined(separator: ", ")
        }
        if !type.contains("::") { return "a type is written like AWS::Serverless::Function" }
        guard let near = Spelling.nearest(to: type, among: ResourceKind.known.keys), near != type else { return nil }
        return Spelling.mistakes(type, near) <= 2 ? "did you mean \(near)?" : nil
    }
}
