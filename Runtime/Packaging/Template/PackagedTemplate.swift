import JSON

/// A template on its way to CloudFormation: which code it wants from this machine, and the template with that code in
/// its places elsewhere.
package struct PackagedTemplate: Sendable {
    private let template: JSON
    /// Each path once, in the order of the template.
    package private(set) var code: [LocalCode] = []

    /// Throws `PackagingError`, with the path of the place, for what would reach AWS as a path on this machine.
    package init(_ template: JSON) throws(PackagingError) {
        self.template = template
        let globals = template["Globals"]?["Function"]
        for (id, resource) in template["Resources"]?.objectValue?.members.map({ ($0.key, $0.value) }) ?? [] {
            try Self.refuseOtherFiles(id, resource)
            try Self.refuseCode(inLoop: id, resource)
            guard let place = CodePlace(resource) else { continue }
            let own = resource["Properties"]?[place.property]
            let shared = place.hasGlobals && !place.isElsewhere(resource) ? globals?[place.property] : nil
            let value = own ?? shared ?? place.unsaid(in: resource)
            let path =
                own == nil ? "/Globals/Function/\(place.property)" : "/Resources/\(id)/Properties/\(place.property)"
            if let local = try place.localPath(value, at: path) { add(local, id, resource, globals) }
        }
    }

    private mutating func add(_ path: String, _ id: String, _ resource: JSON, _ globals: JSON?) {
        let index = code.firstIndex { $0.path == path } ?? code.count
        if index == code.count { code.append(LocalCode(path: path)) }
        func property(_ name: String) -> JSON? { resource["Properties"]?[name] ?? globals?[name] }
        code[index].resources.append(id)
        if let runtime = property("Runtime")?.stringValue { code[index].runtimes.insert(runtime) }
        code[index].architectures.formUnion(
            property("Architectures")?.arrayValue?.compactMap(\.stringValue) ?? ["x86_64"]
        )
        if let product = resource["Metadata"]?["SwiftProduct"]?.stringValue { code[index].products.insert(product) }
    }

    /// The template with each local path replaced by where its code is now.
    package func placing(_ locations: [String: CodeLocation]) -> JSON {
        guard case .object(var root) = GetAttLists.converted(template) else { return template }
        if var globals = root["Globals"]?.objectValue, var function = globals["Function"]?.objectValue,
            let location = function["CodeUri"]?.stringValue.flatMap({ locations[$0] })
        {
            function["CodeUri"] = location.uri
            globals["Function"] = .object(function)
            root["Globals"] = .object(globals)
        }
        let globals = template["Globals"]?["Function"]
        if let resources = root["Resources"]?.objectValue {
            root["Resources"] = .object(
                JSON.Object(resources.members.map { ($0.key, Self.placing(locations, in: $0.value, globals)) })
            )
        }
        return .object(root)
    }

    private static func placing(_ locations: [String: CodeLocation], in resource: JSON, _ globals: JSON?) -> JSON {
        guard let place = CodePlace(resource), var object = resource.objectValue else { return resource }
        var properties = object["Properties"]?.objectValue ?? JSON.Object()
        let isShared = place.hasGlobals && globals?[place.property] != nil
        let value = properties[place.property] ?? (isShared ? nil : place.unsaid(in: resource))
        guard let location = value?.stringValue.flatMap({ locations[$0] }) else { return resource }
        properties[place.property] = place.isSAM ? location.uri : location.properties
        object["Properties"] = .object(properties)
        return .object(object)
    }

    /// What a loop makes is not known before the template is on AWS.
    private static func refuseCode(inLoop id: String, _ loop: JSON) throws(PackagingError) {
        guard id.hasPrefix("Fn::ForEach"), let parts = loop.arrayValue, parts.count == 3 else { return }
        for (key, resource) in parts[2].objectValue?.members.map({ ($0.key, $0.value) }) ?? [] {
            try refuseCode(inLoop: key, resource)
            let path = "/Resources/\(id)/2/\(key)"
            guard let place = CodePlace(resource), !place.isElsewhere(resource),
                try place.localPath(resource["Properties"]?[place.property], at: path) != nil
            else { continue }
            throw PackagingError(
                "\(path)/Properties/\(place.property) names code on this machine, and code within loops is not "
                    + "packaged; write the functions out, or let Globals name the code"
            )
        }
    }

    /// Properties that may name a file, which only code is packaged for.
    /// https://docs.aws.amazon.com/cli/latest/reference/cloudformation/package.html
    private static let fileProperties = [
        "AWS::ApiGateway::RestApi": "BodyS3Location", "AWS::AppSync::GraphQLSchema": "DefinitionS3Location",
        "AWS::CloudFormation::Stack": "TemplateURL", "AWS::Serverless::Api": "DefinitionUri",
        "AWS::Serverless::Application": "Location", "AWS::Serverless::HttpApi": "DefinitionUri",
        "AWS::Serverless::StateMachine": "DefinitionUri", "AWS::StepFunctions::StateMachine": "DefinitionS3Location",
    ]

    private static func refuseOtherFiles(_ id: String, _ resource: JSON) throws(PackagingError) {
        guard let type = resource["Type"]?.stringValue, let property = fileProperties[type],
            let value = resource["Properties"]?[property]?.stringValue,
            !value.hasPrefix("s3://"), !value.hasPrefix("https://")
        else { return }
        throw PackagingError(
            "/Resources/\(id)/Properties/\(property) names a file on this machine, and only code is packaged; "
                + "write its content into the template, or upload it and name its address"
        )
    }
}
