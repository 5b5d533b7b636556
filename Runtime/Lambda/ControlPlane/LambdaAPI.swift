import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Lambda's API: `Invoke`, and the actions that show functions and set what they may be given beside their code.
///
/// https://docs.aws.amazon.com/lambda/latest/api/API_Operations.html
package final class LambdaAPI: AWSService {
    package static let migrations = StoredAsyncEvents.migrations + FunctionSettings.migrations

    package let context: ServiceContext
    let lambda: LambdaService
    private let invoke: InvokeAPI
    let codes = FunctionCodes()
    private let dispatcher = RESTDispatcher<LambdaAPI>(LambdaAPI.operations)

    package init(_ context: ServiceContext, lambda: LambdaService, asynchronous: AsyncInvoker) {
        self.context = context
        self.lambda = lambda
        invoke = InvokeAPI(lambda: lambda, asynchronous: asynchronous)
    }

    private static let operations: [any RESTOperation<LambdaAPI>.Type] = [
        PutFunctionEventInvokeConfig.self, UpdateFunctionEventInvokeConfig.self, GetFunctionEventInvokeConfig.self,
        DeleteFunctionEventInvokeConfig.self, ListFunctionEventInvokeConfigs.self,
        GetFunction.self, GetFunctionConfiguration.self, ListFunctions.self, GetAccountSettings.self,
        ListVersionsByFunction.self, GetAlias.self, ListAliases.self,
        ListTags.self, TagResource.self, UntagResource.self,
        AddPermission.self, GetPolicy.self, RemovePermission.self,
        GetFunctionConcurrency.self,
        GetFunctionRecursionConfig.self, PutFunctionRecursionConfig.self,
    ]

    var settings: FunctionSettings { lambda.settings }

    /// Paths of Lambda's API begin with the date of a version of it.
    package func matches(_ request: HTTPRequest) -> Bool {
        let path = request.path.utf8
        if path.starts(with: "/2015-03-31/".utf8) { return true }
        return Self.isVersioned(path) && CredentialScope(request)?.service == "lambda"
    }

    private static func isVersioned(_ path: Substring.UTF8View) -> Bool {
        let date = Array(path.prefix(12))
        return date.count == 12
            && date.enumerated().allSatisfy { index, byte in
                switch index {
                case 0, 11: byte == UInt8(ascii: "/")
                case 5, 8: byte == UInt8(ascii: "-")
                default: (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                }
            }
    }

    package func bodyLimit(of request: HTTPRequest) -> Int { invoke.bodyLimit(of: request) }

    package func handle(_ request: HTTPRequest, failure: HTTPBodyFailure, respond: @escaping HTTPResponder) {
        invoke.handle(request, failure: failure, respond: respond)
    }

    package func handle(_ request: HTTPRequest, respond: @escaping HTTPResponder) {
        if InvokeCall.isInvoke(request) { return invoke.handle(request, respond: respond) }
        guard !dispatcher.handle(request, self, respond: respond) else { return }
        var response = AWSError.notEmulated(request).restJSONResponse
        response.headers.add("x-amzn-RequestId", context.ids.uuid())
        respond(response)
    }

    package static func namespace(ofError code: String) -> String? { "com.amazonaws.lambda" }

    package func error(for failure: StorageError) -> AWSError { .serviceException("\(failure)") }
}

extension AWSError {
    static func notEmulated(_ request: HTTPRequest) -> AWSError {
        AWSError(
            "UnknownOperationException",
            status: 404,
            message: "Hearth does not emulate this action of Lambda's API: \(request.method) \(request.path)"
        )
    }
}
