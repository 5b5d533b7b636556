import JSON

extension Application {
    /// An HTTP endpoint of a function's own: `AWS::Lambda::Url`, or the property `FunctionUrlConfig` of a function.
    package struct FunctionURL: Sendable, Hashable {
        package var functionName: String
        /// The alias that it is of.
        package var qualifier: String?
        /// As a request to `CreateFunctionUrlConfig` has it.
        package var request: JSON.Object
        package var path: JSONPath
    }
}
