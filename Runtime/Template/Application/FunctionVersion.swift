import JSON

extension Application {
    /// A version of a function: `AWS::Lambda::Version`.
    package struct FunctionVersion: Sendable, Hashable {
        package var functionName: String
        /// Counts the versions that the template has of the function from 1.
        package var number: Int
        package var description: String?
        package var provisionedConcurrency: Int?
        package var path: JSONPath
    }

    /// A name for a version of a function, or for two that share its invocations: `AWS::Lambda::Alias`.
    package struct FunctionAlias: Sendable, Hashable {
        package var functionName: String
        package var name: String
        /// `$LATEST` or a number.
        package var version: String
        package var description: String?
        /// The share of the invocations, 0 to 1, that go to another version: one at most.
        package var weights: [String: Double]
        package var provisionedConcurrency: Int?
        package var path: JSONPath
    }

    /// Who may call a function: `AWS::Lambda::Permission`.
    package struct FunctionPermission: Sendable, Hashable {
        package var functionName: String
        package var qualifier: String?
        /// As a request to `AddPermission` has it; the statement is called after the resource.
        package var request: JSON.Object
        package var path: JSONPath
    }
}

extension Application.FunctionPermission {
    /// One that SAM adds: a service may invoke the function for one source, an ARN.
    init(
        _ statementID: String,
        of functionName: String,
        _ qualifier: String?,
        for principal: String,
        _ sourceARN: String,
        path: JSONPath
    ) {
        self.functionName = functionName
        self.qualifier = qualifier
        self.path = path
        request = JSON.Object([
            ("StatementId", .string(statementID)), ("Action", "lambda:InvokeFunction"),
            ("Principal", .string(principal)), ("SourceArn", .string(sourceARN)),
        ])
    }
}
