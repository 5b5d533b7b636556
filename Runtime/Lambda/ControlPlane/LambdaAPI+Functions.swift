import JSON
import ServiceKit
import Time
import Wire

/// Functions as requests name them.
extension LambdaAPI {
    /// What the members `FunctionName` and `Qualifier` of a request say.
    func reference(_ input: JSON.Object) throws(AWSError) -> FunctionReference {
        try FunctionReference(
            input["FunctionName"]?.stringValue ?? "",
            qualifier: input["Qualifier"]?.stringValue,
            account: context.account
        )
    }

    /// `nil` where there is no such function, or no such version or alias of it.
    func function(_ reference: FunctionReference) -> RegisteredFunction? {
        guard let function = lambda.registry[reference.name], function.has(reference.qualifier) else { return nil }
        return function
    }

    /// Throws AWS's error where there is no such function or version. Some actions speak of an alias where a qualifier is
    /// no number: `orAlias`.
    func existing(_ reference: FunctionReference, orAlias: Bool = false) throws(AWSError) -> RegisteredFunction {
        guard let function = function(reference) else {
            if orAlias, let qualifier = reference.qualifier, Int(qualifier) == nil, !qualifier.contains("$") {
                throw .noAlias(context.account.function(reference.name, qualifier))
            }
            throw notFound(reference.name, reference.qualifier)
        }
        return function
    }

    /// Looks at the program, so that it may take a moment.
    func description(_ function: FunctionConfiguration, _ qualifier: String?) -> FunctionDescription {
        description(function, qualifier, during: function.change(at: context.time.now))
    }

    /// The end of a change gives a function another revision id, the stored one: until then it has one that follows from it.
    func description(
        _ function: FunctionConfiguration,
        _ qualifier: String?,
        during change: FunctionChange?
    ) -> FunctionDescription {
        var description = FunctionDescription(
            function: function,
            arn: context.account.function(function.name, qualifier).description,
            code: codes.code(of: function),
            change: change
        )
        if change != nil {
            description.function.revisionID = IDSource(seed: description.revisionID.stableHash).uuid()
        }
        return description
    }

    /// The version that a reference leads to; throws AWS's error where there is none.
    func existingVersion(_ reference: FunctionReference) throws(AWSError) -> FunctionConfiguration {
        let function = try existing(reference)
        return function.configuration(reference.qualifier) ?? function.latest
    }

    /// The ARN with a qualifier: `$LATEST` where the reference has none.
    func versionARN(_ reference: FunctionReference) -> String {
        context.account.function(reference.name, reference.qualifier ?? "$LATEST").description
    }
}

extension RESTBinding.QueryMember {
    static let qualifier = RESTBinding.QueryMember("Qualifier")
}

extension AWSError {
    static func noAlias(_ arn: ARN) -> AWSError { resourceNotFound("Cannot find alias arn: \(arn)") }

    static func resourceNotFound(_ message: String) -> AWSError {
        lambda("ResourceNotFoundException", status: 404, message, key: "Message")
    }
}
