import JSON

/// Reads an `AWS::SSM::Parameter`.
struct ParameterReader: ResourceReader {
    private enum ParameterType: String, CaseIterable { case string = "String", stringList = "StringList" }

    let resource: Resource
    let resolver: Resolver
    let fields: Fields

    func parameter() -> Application.Parameter? {
        PropertyTable.parameter.check(fields)
        let name = resolver.physicalName(of: resource)
        var request = JSON.Object([("Name", .string(name))])
        if fields["Type"] == nil { fields.missing("Type") }
        let type = fields.choice("Type", ParameterType.self)
        let value = fields.requiredString("Value")
        for member in ["Description", "AllowedPattern", "Tier", "DataType"] {
            if let text = fields.string(member) { request[member] = .string(text) }
        }
        guard let type, let value else { return nil }
        request["Type"] = .string(type.rawValue)
        request["Value"] = .string(value)
        request["Tags"] = .array(fields.stringMap("Tags").sorted { $0.key < $1.key }.map(Self.tag))
        return Application.Parameter(name: name, request: request, path: resource.path)
    }

    static func tag(_ key: String, _ value: String) -> JSON { ["Key": .string(key), "Value": .string(value)] }
}

extension PropertyTable {
    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ssm-parameter.html
    static let parameter = PropertyTable(
        acted: ["Name", "Type", "Value", "Description", "AllowedPattern", "Tier", "DataType", "Tags"],
        ignored: ["Policies"]
    )
}
