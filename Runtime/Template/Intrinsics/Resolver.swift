import Wire

/// Replaces references and intrinsic functions by what they stand for.
///
/// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
final class Resolver {
    let parameters: Parameters
    let mappings: TemplateValue?
    let conditions: TemplateValue?
    let resources: Resources
    let emulator: EmulatorAttributes
    let findings: Findings
    /// Whether the template names the transform `AWS::LanguageExtensions`.
    let hasLanguageExtensions: Bool
    private let dynamicReferences: DynamicReferences

    /// Conditions that are known, and those being worked out, which are `nil`.
    var knownConditions: [String: Bool?] = [:]
    /// Within `Conditions` nothing can refer to a resource.
    var isInCondition = false
    /// What stands for resources that are not there and for their attributes: nobody knows what they would hold.
    private var standIns: Set<String> = []
    /// Properties of resources that are being worked out, as `Resource.Property`: one that needs itself is a circle.
    private var inProgress: Set<String> = []
    private var layerNames: [String: String] = [:]

    init(
        parameters: Parameters,
        mappings: TemplateValue?,
        conditions: TemplateValue?,
        resources: Resources,
        emulator: EmulatorAttributes,
        secrets: Secrets,
        hasLanguageExtensions: Bool,
        findings: Findings
    ) {
        self.parameters = parameters
        self.mappings = mappings
        self.conditions = conditions
        self.resources = resources
        self.emulator = emulator
        self.hasLanguageExtensions = hasLanguageExtensions
        self.findings = findings
        dynamicReferences = DynamicReferences(secrets, findings)
    }

    /// A resource's properties as CloudFormation hands them to the service: without functions, references and dynamic
    /// references.
    func properties(of resource: Resource) -> TemplateValue? {
        resolve(resource.properties).map { dynamicReferences.replace(in: $0, at: "\(resource.type)/Properties") }
    }

    /// The properties, to be read by name; `nil` for what is no object.
    func fields(of resource: Resource) -> Fields? {
        properties(of: resource).flatMap { Fields($0, at: resource.path / "Properties", findings) }
    }

    /// An entry of `Outputs`, in the same way.
    func output(_ value: TemplateValue) -> TemplateValue? {
        resolve(value).map { dynamicReferences.replace(in: $0, at: DynamicReferences.outputs) }
    }

    /// The value without references; `nil` for `AWS::NoValue`, which also vanishes from lists and objects.
    func resolve(_ value: TemplateValue) -> TemplateValue? {
        switch value.content {
        case .array(let elements):
            return TemplateValue(value.path, .array(elements.compactMap(resolve)))
        case .object(let members):
            if let call = Intrinsic(value) { return evaluate(call) }
            if let call = members.first(where: { $0.key.hasPrefix("Fn::") }) {
                return fail(value.path, "\(call.key) must be the only member of its object")
            }
            let resolved: [TemplateValue.Member] = members.compactMap { member in
                resolve(member.value).map { .init(key: member.key, value: $0) }
            }
            return TemplateValue(value.path, .object(resolved))
        case .null, .bool, .number, .string, .unresolved:
            return value
        }
    }

    private func evaluate(_ call: Intrinsic) -> TemplateValue? {
        switch call.name {
        case "Ref": return ref(call)
        case "Fn::GetAtt": return getAtt(call)
        case "Fn::Sub": return sub(call)
        case "Fn::Join": return join(call)
        case "Fn::Select": return select(call)
        case "Fn::Split": return split(call)
        case "Fn::FindInMap": return findInMap(call)
        case "Fn::Base64": return base64(call)
        case "Fn::Length": return length(call)
        case "Fn::ToJsonString": return toJSONString(call)
        case "Fn::If": return choose(call)
        case "Fn::And", "Fn::Or", "Fn::Not", "Fn::Equals":
            return truth(of: TemplateValue(call.path, .object([.init(key: call.name, value: call.argument)])))
                .map { TemplateValue(call.path, .bool($0)) } ?? unresolved(call.path)
        default: return refuse(call)
        }
    }

    private func refuse(_ call: Intrinsic) -> TemplateValue {
        if let reason = Intrinsic.refused[call.name] {
            return fail(call.path, "Hearth does not do \(call.name): \(reason)")
        }
        let names = ["Ref"] + Intrinsic.functionNames
        return fail(
            call.path,
            "unknown function \(call.name)",
            remedy: Spelling.remedy(for: call.name, among: names)
        )
    }

    // MARK: Ref and GetAtt

    private func ref(_ call: Intrinsic) -> TemplateValue? {
        guard let name = name(call.argument) else { return fail(call.path, "Ref takes a name") }
        return name == "AWS::NoValue" ? nil : ref(name, at: call.path)
    }

    /// What a name stands for, at the place where it is used.
    func ref(_ name: String, at path: JSONPath) -> TemplateValue {
        if let value = pseudoParameter(name) { return TemplateValue(path, value) }
        if let value = parameters.values[name] { return TemplateValue(path, value.content) }
        guard !isInCondition, let resource = resources[name] else { return unknown(name, at: path) }
        guard isCreated(resource, usedAt: path) else { return unresolved(path) }
        let kind = ResourceKind(type: resource.type)
        let text = fill(kind.ref, for: resource)
        if case .notCreated = kind.support { standIns.insert(text) }
        return TemplateValue(path, .string(text))
    }

    /// The text among some that holds a stand-in, if one does.
    func standIn(among texts: [String]) -> String? {
        texts.first { text in standIns.contains { !$0.isEmpty && text.contains($0) } }
    }

    func pseudoParameter(_ name: String) -> TemplateValue.Content? {
        switch name {
        case "AWS::Region": .string(emulator.account.region)
        case "AWS::AccountId": .string(emulator.account.id)
        case "AWS::Partition": .string("aws")
        case "AWS::StackName": .string(emulator.stackName)
        case "AWS::StackId": .string(emulator.stackID)
        case "AWS::URLSuffix": .string(emulator.urlSuffix)
        case "AWS::NotificationARNs": .array([])
        default: nil
        }
    }

    static let pseudoParameters = [
        "AWS::Region", "AWS::AccountId", "AWS::Partition", "AWS::StackName", "AWS::StackId", "AWS::URLSuffix",
        "AWS::NotificationARNs", "AWS::NoValue",
    ]

    private func unknown(_ name: String, at path: JSONPath) -> TemplateValue {
        if isInCondition, resources[name] != nil {
            return fail(path, "a condition cannot refer to the resource \(name)")
        }
        let names = Self.pseudoParameters + parameters.values.keys.sorted() + resources.names
        return fail(
            path,
            "there is no parameter and no resource \(name)",
            remedy: Spelling.remedy(for: name, among: names)
        )
    }

    private func getAtt(_ call: Intrinsic) -> TemplateValue {
        guard let (name, attribute) = attributeReference(call.argument) else {
            return fail(call.path, "Fn::GetAtt takes a resource and an attribute: [\"Table\", \"Arn\"]")
        }
        return getAtt(name, attribute, at: call.path)
    }

    /// The two parts of `["Table", "Arn"]` or `Table.Arn`; the attribute may itself hold a function.
    private func attributeReference(_ argument: TemplateValue) -> (resource: String, attribute: String)? {
        if let parts = argument.elements {
            guard parts.count == 2, let name = name(parts[0]) else { return nil }
            return resolve(parts[1])?.scalarText.map { (name, $0) }
        }
        return argument.string.flatMap(Self.split)
    }

    static func split(_ text: String) -> (resource: String, attribute: String)? {
        guard let dot = text.firstIndex(of: ".") else { return nil }
        return (String(text[..<dot]), String(text[text.index(after: dot)...]))
    }

    func getAtt(_ name: String, _ attribute: String, at path: JSONPath) -> TemplateValue {
        guard let resource = declaredResource(name, attribute, at: path), isCreated(resource, usedAt: path) else {
            return unresolved(path)
        }
        guard let pattern = ResourceKind(type: resource.type).attributes[attribute] else {
            let text = "\(name).\(attribute)"
            standIns.insert(text)
            findings.warning(path, "Hearth does not know \(attribute) of \(resource.type): \(text) stands for it")
            return TemplateValue(path, .string(text))
        }
        return TemplateValue(path, .string(fill(pattern, for: resource)))
    }

    /// The resource, if there is one by that name and it may have the attribute.
    private func declaredResource(_ name: String, _ attribute: String, at path: JSONPath) -> Resource? {
        guard !isInCondition, let resource = resources[name] else {
            findings.error(
                path,
                isInCondition ? "a condition cannot refer to a resource" : "there is no resource \(name)",
                remedy: isInCondition ? nil : Spelling.remedy(for: name, among: resources.names)
            )
            return nil
        }
        let kind = ResourceKind(type: resource.type)
        if let property = kind.needs[attribute], resource.properties[property] == nil {
            findings.error(path, "\(name) has no \(attribute): it has no \(property)")
            return nil
        }
        guard case .emulated = kind.support, kind.attributes[attribute] == nil else { return resource }
        findings.error(
            path,
            "\(resource.type) has no attribute \(attribute) here",
            remedy: Spelling.remedy(for: attribute, among: kind.attributes.keys)
        )
        return nil
    }

    /// Reports a reference to nothing, also where its value is not needed.
    func check(_ reference: References.Reference) {
        switch reference.target {
        case .condition(let name):
            _ = isTrue(name, at: reference.path)
        case .attribute(let resource, let attribute):
            _ = declaredResource(resource, attribute, at: reference.path)
        case .name(let name):
            if pseudoParameter(name) != nil || name == "AWS::NoValue" { return }
            if parameters.values[name] != nil || resources[name] != nil { return }
            if let (resource, attribute) = Self.split(name) {
                _ = declaredResource(resource, attribute, at: reference.path)
            } else {
                _ = unknown(name, at: reference.path)
            }
        }
    }

    // MARK: Names

    /// The name that AWS would know the resource by.
    func physicalName(of resource: Resource) -> String {
        let kind = ResourceKind(type: resource.type)
        guard let property = kind.nameProperty, resource.properties[property] != nil else {
            return kind.madeUpName(resource.logicalID) + ending(of: kind, resource)
        }
        let place = "\(resource.type)/Properties/\(property)"
        let value = value(of: property, of: resource)
        return value.map { dynamicReferences.replace(in: $0, at: place) }?.scalarText
            ?? kind.madeUpName(resource.logicalID)
    }

    /// A property by itself; `nil` where there is none, and within a circle.
    private func value(of property: String, of resource: Resource) -> TemplateValue? {
        let key = "\(resource.logicalID).\(property)"
        guard let value = resource.properties[property], inProgress.insert(key).inserted else { return nil }
        defer { inProgress.remove(key) }
        return resolve(value)
    }

    private func text(of property: String, of resource: Resource) -> String? {
        value(of: property, of: resource)?.scalarText
    }

    private func ending(of kind: ResourceKind, _ resource: Resource) -> String {
        guard let ending = kind.nameEnding else { return "" }
        return text(of: ending.property, of: resource)?.lowercased() == "true" ? ending.text : ""
    }

    func arn(of resource: Resource) -> String? {
        let kind = ResourceKind(type: resource.type)
        let pattern = kind.attributes["Arn"] ?? (kind.ref.hasPrefix("arn:") ? kind.ref : nil)
        return pattern.map { fill($0, for: resource) }
    }

    /// The pattern with what its names in braces stand for, as `ResourceKind` lists them.
    private func fill(_ pattern: String, for resource: Resource) -> String {
        var text = ""
        var rest = pattern[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            text += rest[..<open]
            text += value(of: rest[rest.index(after: open)..<close], for: resource)
            rest = rest[rest.index(after: close)...]
        }
        return text + rest
    }

    private func value(of name: Substring, for resource: Resource) -> String {
        switch name {
        case "name": physicalName(of: resource)
        case "id": emulator.apiID(resource.logicalID)
        case "endpoint": emulator.endpoint(ofAPI: resource.logicalID)
        case "awsEndpoint": emulator.endpointURL
        case "streamARN": emulator.streamARN(ofTable: physicalName(of: resource))
        case "cacheAddress": emulator.endpoint(ofCache: resource.logicalID).address
        case "cachePort": String(emulator.endpoint(ofCache: resource.logicalID).port)
        case "targetFunction": target(ofURL: resource)
        case "qualifiedFunction": qualifiedFunction(resource)
        case "layerVersion": String(layerVersion(of: resource))
        case "versionNumber": String(versionNumber(of: resource))
        case "functionURL": emulator.functionURL(of: target(ofURL: resource))
        case "secretSuffix": emulator.secretSuffix(physicalName(of: resource))
        case "connectionID": NamedIDs.connection(physicalName(of: resource)).id
        case "connectionSecret": NamedIDs.connection(physicalName(of: resource)).secret
        case "destinationID": NamedIDs.apiDestination(physicalName(of: resource))
        case "scalableTarget": ScalableTargetID(of: { text(of: $0, of: resource) })?.text ?? resource.logicalID
        case "scalingPolicy": scalingPolicy(resource)
        case "ruleFolder": text(of: "EventBusName", of: resource).map(ResourceKind.ruleFolder) ?? ""
        case "value": text(of: "Value", of: resource) ?? ""
        case "region": emulator.account.region
        case "account": emulator.account.id
        case "partition": "aws"
        case "suffix": emulator.urlSuffix
        default: "{\(name)}"
        }
    }

    /// What stands in the ARN of a scaling policy behind the account.
    private func scalingPolicy(_ resource: Resource) -> String {
        let target = ScalableTargetID(of: { text(of: $0, of: resource) })
        let name = text(of: "PolicyName", of: resource) ?? resource.logicalID
        return target?.resourceOfPolicy(name) ?? "scalingPolicy:\(resource.logicalID)"
    }

    /// The name of the function that a function URL is of, with its alias behind a colon.
    private func target(ofURL resource: Resource) -> String {
        let name = FunctionName.name(in: text(of: "TargetFunctionArn", of: resource) ?? "")
        return name + (text(of: "Qualifier", of: resource).map { ":\($0)" } ?? "")
    }

    /// The name of the function that a version or an alias is of, with its number or name behind a colon. Those that SAM
    /// adds have it for a name.
    private func qualifiedFunction(_ resource: Resource) -> String {
        guard let function = functionName(ofVersion: resource) else {
            return text(of: "Name", of: resource) ?? resource.logicalID
        }
        let qualifier =
            resource.type == "AWS::Lambda::Version"
            ? String(versionNumber(of: resource)) : text(of: "Name", of: resource) ?? ""
        return "\(function):\(qualifier)"
    }

    private func functionName(ofVersion resource: Resource) -> String? {
        text(of: "FunctionName", of: resource).map(FunctionName.name(in:))
    }

    /// How many versions of the same function stand before this one in the template, and this one.
    func versionNumber(of resource: Resource) -> Int {
        let function = functionName(ofVersion: resource)
        let versions = resources.all(ofType: "AWS::Lambda::Version").filter { functionName(ofVersion: $0) == function }
        return (versions.firstIndex { $0.logicalID == resource.logicalID } ?? 0) + 1
    }

    /// How many layers of the same name stand before this one in the template, and this one.
    private func layerVersion(of resource: Resource) -> Int {
        let name = layerName(resource)
        let layers = resources.declared.filter { LayerReader.types.contains($0.type) }
        let before = layers.prefix { $0.logicalID != resource.logicalID }
        return before.count { exists($0) && layerName($0) == name } + 1
    }

    /// Worked out once: names that refer to other layers, whose versions depend on names, would take forever.
    private func layerName(_ resource: Resource) -> String {
        if let name = layerNames[resource.logicalID] { return name }
        let name = physicalName(of: resource)
        layerNames[resource.logicalID] = name
        return name
    }

    /// Whether the resource's condition holds; what does not exist cannot be referred to.
    private func isCreated(_ resource: Resource, usedAt path: JSONPath) -> Bool {
        guard let condition = resource.condition?.string, isTrue(condition, at: resource.path) == false else {
            return true
        }
        findings.error(path, "\(resource.logicalID) does not exist: its condition \(condition) is false")
        return false
    }

    // MARK: Failing

    func unresolved(_ path: JSONPath) -> TemplateValue { TemplateValue(path, .unresolved) }

    func fail(_ path: JSONPath, _ message: String, remedy: String? = nil) -> TemplateValue {
        findings.error(path, message, remedy: remedy)
        return unresolved(path)
    }
}
