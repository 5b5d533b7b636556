/// The template's `Globals`: properties that every resource of a serverless type shares.
///
/// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy-globals.html
struct Globals {
    private var properties: [String: TemplateValue] = [:]

    init(_ section: TemplateValue?, _ findings: Findings) {
        guard let section = Fields(section, at: .root / "Globals", findings) else { return }
        for member in section.value.members ?? [] {
            let path = member.value.path
            guard let known = Self.known[member.key] else {
                findings.error(
                    path,
                    "Globals have no section \(member.key)",
                    remedy: Spelling.remedy(for: member.key, among: Self.known.keys)
                )
                continue
            }
            guard let fields = Fields(member.value, at: path, findings) else { continue }
            fields.allow(known)
            properties["AWS::Serverless::\(member.key)"] = member.value
        }
    }

    /// The properties of a resource with what it shares with the others: objects merge, lists append, all else is the
    /// resource's own where it has it. An intrinsic function counts as a scalar.
    func merged(into own: TemplateValue, ofType type: String, ignoring: IgnoredGlobals = .none) -> TemplateValue {
        guard let shared = properties[type], let members = shared.members else { return own }
        let kept = members.filter { !ignoring.contains($0.key) }
        return Self.merge(TemplateValue(shared.path, .object(kept)), own)
    }

    private static func merge(_ shared: TemplateValue, _ own: TemplateValue) -> TemplateValue {
        switch (shared.content, own.content) {
        case (.array(let first), .array(let second)):
            return TemplateValue(own.path, .array(first + second))
        case (.object(var members), .object(let ownMembers)) where Intrinsic(shared) == nil && Intrinsic(own) == nil:
            for member in ownMembers {
                if let index = members.firstIndex(where: { $0.key == member.key }) {
                    members[index].value = merge(members[index].value, member.value)
                } else {
                    members.append(member)
                }
            }
            return TemplateValue(own.path, .object(members))
        default:
            return own
        }
    }

    private static let known: [String: [String]] = [
        "Function": PropertyTable.serverlessFunction.names.filter { !ownOfFunctions.contains($0) },
        "Api": PropertyTable.serverlessAPI.names.filter { !ownOfRESTAPIs.contains($0) },
        "HttpApi": PropertyTable.serverlessHTTPAPI.names.filter { !ownOfHTTPAPIs.contains($0) },
        "SimpleTable": ["SSESpecification"],
        "StateMachine": ["PropagateTags"],
        "LayerVersion": ["PublishLambdaVersion"],
        "CapacityProvider": [
            "VpcConfig", "OperatorRole", "Tags", "InstanceRequirements", "ScalingConfig", "KmsKeyArn", "PropagateTags",
        ],
        "WebSocketApi": [
            "AccessLogSettings", "ApiKeySelectionExpression", "DefaultRouteSettings", "DisableExecuteApiEndpoint",
            "DisableSchemaValidation", "Domain", "FailOnWarnings", "IpAddressType", "PropagateTags",
            "RouteSelectionExpression", "RouteSettings", "StageVariables", "Tags",
        ],
    ]

    private static let ownOfFunctions = [
        "FunctionName", "Events", "Role", "Policies", "InlineCode", "ImageUri", "ImageConfig", "PackageType",
        "AutoPublishCodeSha256", "VersionDescription",
    ]
    private static let ownOfRESTAPIs = [
        "DefinitionBody", "StageName", "Tags", "Models", "FailOnWarnings", "Description", "Mode",
        "DisableExecuteApiEndpoint", "ApiKeySourceType", "Policy",
    ]
    private static let ownOfHTTPAPIs = [
        "DefinitionBody", "DefinitionUri", "StageName", "Name", "Description", "DisableExecuteApiEndpoint",
    ]
}

/// A resource's `IgnoreGlobals`: the shared properties that it does without.
enum IgnoredGlobals {
    case none, all
    case named([String])

    init(_ fields: Fields) {
        switch fields["IgnoreGlobals"] {
        case nil: self = .none
        case .some(let value) where value.string == "*": self = .all
        case .some: self = .named(fields.strings("IgnoreGlobals") ?? [])
        }
    }

    func contains(_ name: String) -> Bool {
        switch self {
        case .none: false
        case .all: true
        case .named(let names): names.contains(name)
        }
    }
}
