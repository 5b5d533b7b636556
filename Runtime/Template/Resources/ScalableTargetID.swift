import Wire

/// What names a scalable target: in templates `RESOURCE|DIMENSION|NAMESPACE`.
package struct ScalableTargetID: Sendable, Hashable {
    /// As `lambda`.
    package var namespace: String
    /// As `function:NAME:QUALIFIER`.
    package var resource: String
    /// As `lambda:function:ProvisionedConcurrency`.
    package var dimension: String

    package static let provisionedConcurrency = "lambda:function:ProvisionedConcurrency"

    package init(namespace: String, resource: String, dimension: String) {
        self.namespace = namespace
        self.resource = resource
        self.dimension = dimension
    }

    /// `nil` for a text that names none.
    init?(_ text: String) {
        let parts = text.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3 else { return nil }
        self.init(namespace: parts[2], resource: parts[0], dimension: parts[1])
    }

    /// That of a target's or a policy's properties.
    init?(of property: (String) -> String?) {
        if let id = property("ScalingTargetId") {
            self.init(id)
        } else if let namespace = property("ServiceNamespace"), let resource = property("ResourceId"),
            let dimension = property("ScalableDimension")
        {
            self.init(namespace: namespace, resource: resource, dimension: dimension)
        } else {
            return nil
        }
    }

    var text: String { "\(resource)|\(dimension)|\(namespace)" }

    /// The function and the version or alias whose provisioned concurrency it is.
    package var function: (name: String, qualifier: String)? {
        let parts = resource.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard dimension == Self.provisionedConcurrency, parts.count == 3, parts[0] == "function" else { return nil }
        return (parts[1], parts[2])
    }

    /// What stands in the ARN of one of its policies behind the account.
    func resourceOfPolicy(_ name: String) -> String {
        let id = NamedIDs.scalableTarget("\(namespace)|\(resource)|\(dimension)").inPolicies
        return "scalingPolicy:\(id):resource/\(namespace)/\(resource):policyName/\(name)"
    }
}
