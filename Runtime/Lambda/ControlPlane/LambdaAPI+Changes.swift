import JSON
import ServiceKit
import Storage
import Time
import Wire

/// What operations that change functions have in common. They have their transactions for themselves, so that what they
/// read of the settings is what is stored.
extension LambdaAPI {
    /// A reference to a function itself; throws AWS's error where a request names a version of it. Few actions mind
    /// `$LATEST`: those with `strictly`.
    func unqualified(_ input: JSON.Object, strictly: Bool = false) throws(AWSError) -> FunctionReference {
        let reference = try reference(input)
        guard reference.qualifier == nil || (reference.qualifier == "$LATEST" && !strictly) else {
            throw .invalidParameter(
                "This operation is permitted on Lambda functions only. Aliases and versions do not support this "
                    + "operation. Please specify either a function name or an unqualified function ARN."
            )
        }
        return reference
    }

    /// What can be changed of a function; throws AWS's error where there is none.
    func latest(_ name: String) throws(AWSError) -> FunctionConfiguration {
        guard let stored = settings[.init(.function, name)] else { throw notFound(name, nil) }
        return FunctionConfiguration(stored: stored, name: name, version: "$LATEST")
    }

    /// A function with its versions and aliases.
    func stored(_ name: String) throws(AWSError) -> RegisteredFunction {
        guard let function = settings.function(name) else { throw notFound(name, nil) }
        return function
    }

    func notFound(_ name: String, _ qualifier: String?) -> AWSError {
        .functionNotFound(context.account.function(name, qualifier).description)
    }

    /// Refuses what was asked of another state of the function.
    func check(_ revisionID: String?, of function: FunctionConfiguration) throws(AWSError) {
        guard let revisionID, revisionID != description(function, nil).revisionID else { return }
        throw .preconditionFailed("GetFunction/GetAlias")
    }

    /// The number of the next version that is published of a function. None is ever given twice.
    func nextVersion(of name: String) throws -> String {
        let last = settings[.init(.lastVersion, name)]?.intValue ?? 0
        let highest = settings.function(name)?.versions.compactMap { Int($0.version) }.max() ?? 0
        return String(max(last, highest) + 1)
    }

    func newID() -> String { context.ids.uuid() }

    /// Gives a function another revision id, because of what has changed beside its code and configuration.
    func touch(_ name: String, _ connection: Connection) throws {
        var function = try latest(name)
        function.revisionID = newID()
        try settings.set(function.stored, .init(.function, name), connection)
    }

    /// Stores a version and returns it; a program that was not uploaded is copied, because it may change.
    @discardableResult
    func publish(_ version: FunctionConfiguration, _ connection: Connection) throws -> FunctionConfiguration {
        var version = version
        version.revisionID = newID()
        if version.code == nil {
            version.codeDirectory = try store.snapshot(
                of: version.codeDirectory,
                named: "\(version.name)-\(version.version)"
            )
        }
        try settings.set(version.stored, .init(.function, version.name, version.version), connection)
        try settings.set(JSON(Int(version.version) ?? 0), .init(.lastVersion, version.name), connection)
        try touch(version.name, connection)
        return version
    }
}

extension AWSError {
    static func resourceConflict(_ message: String) -> AWSError {
        lambda("ResourceConflictException", status: 409, message, key: "message")
    }

    /// `actions` are those that tell the latest revision.
    static func preconditionFailed(_ actions: String) -> AWSError {
        lambda(
            "PreconditionFailedException",
            status: 412,
            "The Revision Id provided does not match the latest Revision Id. Call the \(actions) API to retrieve the "
                + "latest Revision Id",
            key: "message"
        )
    }
}
