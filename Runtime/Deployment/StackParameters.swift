import JSON

/// The values that a template's parameters get.
package enum StackParameters {
    /// What was said, then what the stack has already, then the template's defaults, which CloudFormation knows itself.
    /// Throws `DeploymentError` for a parameter that the template does not have and for one that has no value.
    package static func values(
        _ template: JSON,
        overrides: [String: String],
        stack: Stack?
    ) throws(DeploymentError) -> [(name: String, value: String?)] {
        let parameters = template["Parameters"]?.objectValue ?? JSON.Object()
        for name in overrides.keys.sorted() where parameters[name] == nil {
            let known = parameters.keys.joined(separator: ", ")
            throw DeploymentError(
                "the template has no parameter \(name); it has \(known.isEmpty ? "none" : known)"
            )
        }
        var values: [(name: String, value: String?)] = []
        for parameter in parameters.members {
            if let value = overrides[parameter.key] {
                values.append((parameter.key, value))
            } else if stack?.parameters.contains(parameter.key) == true {
                values.append((parameter.key, nil))
            } else if parameter.value["Default"] == nil {
                throw DeploymentError(
                    "the parameter \(parameter.key) has no value; say --parameter-overrides \(parameter.key)=VALUE"
                )
            }
        }
        return values
    }
}
