import JSON

/// Everything that `Ref`, `Fn::GetAtt` and `DependsOn` can name: the template's resources and those that SAM adds.
struct Resources {
    /// Those of the template, in its order.
    private(set) var declared: [Resource] = []
    private var generated: [Resource] = []

    init(_ section: TemplateValue?, _ globals: Globals, _ findings: Findings) {
        guard let section else {
            findings.error(.root / "Resources", "Resources is missing")
            return
        }
        guard let fields = Fields(section, at: section.path, findings) else { return }
        declared = (fields.value.members ?? []).compactMap { Resource($0, globals, findings) }
        if fields.names.isEmpty { findings.error(fields.path, "at least one resource is needed") }
        generated = declared.flatMap(Self.companions) + implicitAPIs(globals, findings)
    }

    subscript(name: String) -> Resource? {
        declared.first { $0.logicalID == name } ?? generated.first { $0.logicalID == name }
    }

    func isGenerated(_ resource: Resource) -> Bool { generated.contains { $0.logicalID == resource.logicalID } }

    var names: [String] { (declared + generated).map(\.logicalID) }

    /// The APIs of a type, implicit ones at the end.
    func all(ofType type: String) -> [Resource] { (declared + generated).filter { $0.type == type } }

    // MARK: What SAM adds

    /// SAM makes a role for a function that has none, and lets aliases, versions and stages be named after a dot.
    private static func companions(of resource: Resource) -> [Resource] {
        let id = resource.logicalID
        func companion(_ suffix: String, _ type: String, _ nameProperty: String, _ name: TemplateValue) -> Resource {
            let properties = TemplateValue(resource.path, .object([.init(key: nameProperty, value: name)]))
            return Resource(id + suffix, type: type, properties: properties, path: resource.path)
        }
        func sub(_ text: String) -> TemplateValue {
            TemplateValue(["Fn::Sub": .string(text)], at: resource.path)
        }
        switch resource.type {
        case "AWS::Serverless::Function":
            let alias = resource.properties["AutoPublishAlias"].map { alias in
                let parts = TemplateValue(resource.path, .array([sub("${\(id)}"), alias]))
                let separator = TemplateValue(resource.path, .string(":"))
                let join = TemplateValue(resource.path, .array([separator, parts]))
                return TemplateValue(resource.path, .object([.init(key: "Fn::Join", value: join)]))
            }
            let role = resource.properties["Role"] == nil
            return (role ? [companion("Role", "AWS::IAM::Role", "RoleName", sub("${AWS::StackName}-\(id)Role"))] : [])
                + (alias.map { [companion(".Alias", "AWS::Lambda::Alias", "Name", $0)] } ?? [])
                + (alias.map { _ in [companion(".Version", "AWS::Lambda::Version", "Name", sub("${\(id)}:1"))] } ?? [])
        case "AWS::Serverless::Api", "AWS::Serverless::HttpApi":
            let name = resource.properties["StageName"] ?? TemplateValue(resource.path, .string("$default"))
            return [companion(".Stage", "AWS::ApiGateway::Stage", "StageName", name)]
        default:
            return []
        }
    }

    /// The APIs that events without an id of one belong to.
    private func implicitAPIs(_ globals: Globals, _ findings: Findings) -> [Resource] {
        APIEvent.Kind.allCases.compactMap { kind in
            guard let event = firstEvent(of: kind) else { return nil }
            if let taken = declared.first(where: { $0.logicalID == kind.implicitAPI }) {
                findings.error(
                    taken.path,
                    "SAM replaces \(kind.implicitAPI) by an API of its own, because \(event) names no API",
                    remedy: "choose another logical id"
                )
                return nil
            }
            let own = TemplateValue(kind.implicitProperties, at: event)
            let properties = globals.merged(into: own, ofType: kind.apiType)
            return Resource(kind.implicitAPI, type: kind.apiType, properties: properties, path: event)
        }
    }

    private func firstEvent(of kind: APIEvent.Kind) -> JSONPath? {
        let functions = declared.lazy.filter { $0.type == "AWS::Serverless::Function" }
        let events = functions.flatMap { $0.properties["Events"]?.members ?? [] }.map(\.value)
        return events.first { $0["Type"]?.string == kind.rawValue && $0["Properties"]?[kind.apiProperty] == nil }?.path
    }
}
