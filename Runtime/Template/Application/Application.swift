/// What a template asks for, with all its references and conditions resolved.
///
/// It is complete only when `hasErrors` is false: a resource in error is left out or holds defaults.
package struct Application: Sendable {
    package var description: String?
    /// In the order of the template, as are the other lists.
    package var functions: [Function] = []
    package var layers: [Layer] = []
    package var httpAPIs: [HTTPAPI] = []
    package var restAPIs: [RESTAPI] = []
    package var usagePlans: [UsagePlan] = []
    package var apiKeys: [APIKey] = []
    package var tables: [Table] = []
    package var caches: [Cache] = []
    package var queues: [Queue] = []
    package var eventInvokeConfigs: [EventInvokeConfig] = []
    package var functionURLs: [FunctionURL] = []
    package var functionVersions: [FunctionVersion] = []
    package var functionAliases: [FunctionAlias] = []
    package var functionPermissions: [FunctionPermission] = []
    package var eventSourceMappings: [EventSourceMapping] = []
    package var eventRequests: [EventRequest] = []
    package var parameters: [Parameter] = []
    package var secrets: [Secret] = []
    package var outputs: [Output] = []
    /// Errors first, then warnings, then notes; in the order of the template within each.
    package var diagnostics: [Diagnostic] = []

    package init() {}

    package var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

    /// The function with this name or this logical id.
    package func function(_ nameOrLogicalID: String) -> Function? {
        functions.first { $0.name == nameOrLogicalID } ?? functions.first { $0.logicalID == nameOrLogicalID }
    }

    /// One entry of the template's `Outputs`.
    package struct Output: Sendable, Hashable {
        package var name: String
        package var value: String
        package var description: String?
    }
}
