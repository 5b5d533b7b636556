import JSON
import Time
import Wire

/// What a template says of functions besides themselves, as it is put into their settings.
extension [FunctionSettings.Key: JSON] {
    /// A version of a function.
    package mutating func publish(
        _ function: FunctionConfiguration,
        as number: Int,
        provisioned: Int?,
        at now: Timestamp
    ) {
        self[.init(.function, function.name, String(number))] = function.stored
        provision(provisioned, function.name, String(number), at: now)
    }

    /// An alias, which points to a version, or shares its invocations out between two.
    package mutating func point(
        _ name: String,
        of function: String,
        to version: String,
        weights: [String: Double],
        description: String?,
        provisioned: Int?,
        at now: Timestamp
    ) {
        let revisionID = IDSource(seed: "\(function):\(name) \(version)".stableHash).uuid()
        var alias = FunctionAlias(name: name, functionVersion: version, revisionID: revisionID)
        alias.description = description ?? ""
        alias.weights = weights
        self[.init(.alias, function, name)] = alias.stored
        provision(provisioned, function, name, at: now)
    }

    private mutating func provision(_ count: Int?, _ function: String, _ qualifier: String, at now: Timestamp) {
        guard let count else { return }
        self[.init(.provisionedConcurrency, function, qualifier)] = ProvisionedConcurrencyRequest.stored(count, at: now)
    }

    /// A version of a layer, whose folder is used as it is; `description` has the members of a request to
    /// `PublishLayerVersion` that say what it is.
    package mutating func publish(
        layer name: String,
        as number: String,
        folder: String,
        _ description: JSON.Object,
        at now: Timestamp
    ) {
        var layer = description
        layer["CodeDirectory"] = .string(folder)
        layer["CreatedDate"] = .string(now.lambdaText)
        self[.init(.layer, name, number)] = .object(layer)
        self[.init(.lastLayerVersion, name)] = Int(number).map { JSON($0) }
    }

    /// A permission, as a request to `AddPermission` has it; one of the same name stays.
    package mutating func allow(
        _ request: JSON.Object,
        to function: String,
        _ qualifier: String?,
        _ account: AWSAccount
    ) {
        let key = FunctionSettings.Key(.declaredPolicy, function, qualifier)
        var policy = ResourcePolicy(self[key])
        let resource = account.function(function, qualifier).description
        let revisionID = IDSource(seed: "\(resource) \(JSON.object(request).text)".stableHash).uuid()
        guard (try? policy.add(request, resource: resource, revisionID: revisionID)) != nil else { return }
        self[key] = policy.stored
    }
}
