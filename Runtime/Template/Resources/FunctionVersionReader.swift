import JSON
import Wire

/// Reads versions and aliases of functions, and the permissions to call them, that stand in a template by themselves.
struct FunctionVersionReader: ResourceReader {
    let resource: Resource
    let resolver: Resolver
    let fields: Fields

    func version() -> Application.FunctionVersion? {
        PropertyTable.functionVersion.check(fields)
        guard let function = fields.requiredString("FunctionName") else { return nil }
        return Application.FunctionVersion(
            functionName: FunctionName.name(in: function),
            number: resolver.versionNumber(of: resource),
            description: fields.string("Description"),
            provisionedConcurrency: provisionedConcurrency,
            path: resource.path
        )
    }

    func alias() -> Application.FunctionAlias? {
        PropertyTable.functionAlias.check(fields)
        guard let function = fields.requiredString("FunctionName"), let name = fields.requiredString("Name"),
            let version = fields.requiredString("FunctionVersion")
        else { return nil }
        let provisionedConcurrency = provisionedConcurrency
        if version == "$LATEST", provisionedConcurrency != nil {
            fields.findings.error(
                fields.path(of: "ProvisionedConcurrencyConfig"),
                "Provisioned Concurrency Configs cannot be applied to unpublished function versions."
            )
        }
        return Application.FunctionAlias(
            functionName: FunctionName.name(in: function),
            name: name,
            version: version,
            description: fields.string("Description"),
            weights: weights,
            provisionedConcurrency: provisionedConcurrency,
            path: resource.path
        )
    }

    private var provisionedConcurrency: Int? {
        guard let config = fields.object("ProvisionedConcurrencyConfig") else { return nil }
        config.allow(["ProvisionedConcurrentExecutions"])
        return config.int("ProvisionedConcurrentExecutions", in: 1...Int.max)
    }

    private var weights: [String: Double] {
        guard let routing = fields.object("RoutingConfig") else { return [:] }
        routing.allow(["AdditionalVersionWeights"])
        var weights: [String: Double] = [:]
        for weight in routing.objects("AdditionalVersionWeights") {
            weight.allow(["FunctionVersion", "FunctionWeight"])
            guard let version = weight.requiredString("FunctionVersion"), let share = weight.double("FunctionWeight")
            else { continue }
            if !(0...1).contains(share) {
                weight.findings.error(weight.path(of: "FunctionWeight"), "must be from 0 to 1, not \(share)")
            }
            weights[version] = share
        }
        if weights.count > 1 {
            routing.findings.error(routing.path, "an alias has one additional version at most")
        }
        return weights
    }

    func permission() -> Application.FunctionPermission? {
        PropertyTable.functionPermission.check(fields)
        guard let function = fields.requiredString("FunctionName"), let action = fields.requiredString("Action"),
            let principal = fields.requiredString("Principal")
        else { return nil }
        var request = JSON.Object([
            ("StatementId", .string(resource.logicalID)), ("Action", .string(action)),
            ("Principal", .string(principal)),
        ])
        for name in ["SourceArn", "SourceAccount", "EventSourceToken", "FunctionUrlAuthType", "PrincipalOrgID"] {
            if let text = fields.string(name) { request[name] = .string(text) }
        }
        if let isViaURL = fields.bool("InvokedViaFunctionUrl") { request["InvokedViaFunctionUrl"] = .bool(isViaURL) }
        let reference = FunctionName(function)
        return Application.FunctionPermission(
            functionName: reference?.name ?? function,
            qualifier: reference?.qualifier,
            request: request,
            path: resource.path
        )
    }
}

extension PropertyTable {
    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-version.html
    static let functionVersion = PropertyTable(
        acted: ["FunctionName", "Description", "ProvisionedConcurrencyConfig"],
        kept: ["CodeSha256": deploysOnly],
        ignored: ["RuntimePolicy", "FunctionScalingConfig"]
    )

    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-alias.html
    static let functionAlias = PropertyTable(
        acted: [
            "FunctionName", "Name", "FunctionVersion", "Description", "RoutingConfig", "ProvisionedConcurrencyConfig",
        ]
    )

    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-permission.html
    static let functionPermission = PropertyTable(
        acted: [
            "FunctionName", "Action", "Principal", "SourceArn", "SourceAccount", "EventSourceToken",
            "FunctionUrlAuthType", "InvokedViaFunctionUrl", "PrincipalOrgID",
        ]
    )
}
