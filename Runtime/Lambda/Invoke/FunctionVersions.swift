import Recording

/// The pools of one function: `$LATEST`, and the version that is published where the function has an alias. Lives on the
/// event loop.
struct FunctionVersions {
    /// The one that SAM publishes for `AutoPublishAlias`.
    static let published = "1"

    let latest: FunctionPool
    private let version: FunctionPool?
    private let alias: String?

    init(of function: FunctionConfiguration, _ services: EnvironmentServices, _ model: RecordedFleet) {
        var first = function
        first.provisionedConcurrency = nil
        latest = FunctionPool(function: first, services: services, model: model)
        alias = function.alias
        guard alias != nil else {
            version = nil
            return
        }
        var second = function
        second.version = Self.published
        version = FunctionPool(function: second, services: services, model: model, latest: latest)
    }

    var all: [FunctionPool] { [latest] + (version.map { [$0] } ?? []) }

    /// The pool that an invocation with this qualifier goes to; `nil` where there is no such version or alias.
    func pool(_ qualifier: String?) -> FunctionPool? {
        guard let qualifier, qualifier != "$LATEST" else { return latest }
        return qualifier == alias || qualifier == Self.published ? version : nil
    }
}
