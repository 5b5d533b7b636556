import Wire

/// A function as something that invokes it names it.
package struct FunctionTarget: Sendable, Hashable {
    package var name: String
    package var qualifier: String?
    /// With the qualifier where one was given.
    package var arn: ARN
    package var timeout: Duration
}

extension LambdaService {
    /// The function that a name or an ARN stands for; `nil` where it is not there.
    package func target(_ text: String) throws(AWSError) -> FunctionTarget? {
        let reference = try FunctionReference(text, qualifier: nil, account: account)
        guard let function = registry[reference.name]?.configuration(reference.qualifier) else { return nil }
        return FunctionTarget(
            name: reference.name,
            qualifier: reference.qualifier,
            arn: account.function(reference.name, reference.qualifier),
            timeout: function.timeout
        )
    }
}
