/// One entry of the template's `Resources`, or one that SAM makes of another.
struct Resource {
    var logicalID: String
    var type: String
    /// An object, with what `Globals` adds; references are not resolved.
    var properties: TemplateValue
    var condition: TemplateValue?
    var dependsOn: [TemplateValue] = []
    var metadata: TemplateValue?
    /// `DeletionPolicy` and `UpdateReplacePolicy`, where they are there.
    var policies: [TemplateValue.Member] = []
    var path: JSONPath

    init(
        _ logicalID: String,
        type: String,
        properties: TemplateValue,
        path: JSONPath
    ) {
        self.logicalID = logicalID
        self.type = type
        self.properties = properties
        self.path = path
    }

    /// `nil`, and a complaint, for what cannot be a resource.
    init?(_ member: TemplateValue.Member, _ globals: Globals, _ findings: Findings) {
        guard let fields = Fields(member.value, at: member.value.path, findings),
            Self.isLogicalID(member.key, member.value.path, findings)
        else { return nil }
        fields.allow(Self.attributes)
        guard let type = fields.requiredString("Type") else { return nil }
        let propertiesPath = fields.path(of: "Properties")
        guard let own = Fields(fields["Properties"], at: propertiesPath, findings) else { return nil }
        let properties = globals.merged(into: own.value, ofType: type, ignoring: IgnoredGlobals(fields))
        self.init(member.key, type: type, properties: properties, path: member.value.path)
        condition = fields["Condition"]
        metadata = fields["Metadata"]
        policies = (fields.value.members ?? []).filter { ResourcePolicies.attributes.contains($0.key) }
        dependsOn = fields["DependsOn"].map { $0.elements ?? [$0] } ?? []
    }

    private static let attributes = [
        "Type", "Properties", "Condition", "DependsOn", "Metadata", "DeletionPolicy", "UpdateReplacePolicy",
        "CreationPolicy", "UpdatePolicy", "Connectors", "IgnoreGlobals", "Description", "Version",
    ]

    private static func isLogicalID(_ id: String, _ path: JSONPath, _ findings: Findings) -> Bool {
        let isValid =
            (1...255).contains(id.utf8.count) && id.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
        if !isValid { findings.error(path, "a logical id has letters and digits only, at most 255") }
        return isValid
    }

    var isServerless: Bool { type.hasPrefix("AWS::Serverless::") }
}
