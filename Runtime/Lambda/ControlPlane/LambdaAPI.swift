import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Lambda's API in one region: `Invoke`, and the actions that show functions and set what they may be given beside their
/// code.
///
/// https://docs.aws.amazon.com/lambda/latest/api/API_Operations.html
package final class LambdaAPI: AWSService {
    package static let migrations = StoredAsyncEvents.migrations + FunctionSettings.migrations

    package let context: ServiceContext
    let lambda: LambdaService
    private let invoke: InvokeAPI
    let codes: FunctionCodes
    let downloads: CodeDownloads
    /// The URL for an id that stands first in its host name.
    let functionURL: @Sendable (String) -> String
    /// `nil` where there is no S3.
    let codeObject: CodeObjectReader?
    let fetchedCode = FetchedCode()
    private let dispatcher = RESTDispatcher<LambdaAPI>(LambdaAPI.operations)

    /// `functionURL` is how the URL of a function is shown, as on AWS unless said otherwise. `endpoint` is the URL that callers
    /// reach this by.
    package init(
        _ context: ServiceContext,
        lambda: LambdaService,
        asynchronous: AsyncInvoker,
        endpoint: String? = nil,
        functionURL: (@Sendable (String) -> String)? = nil,
        codeObject: CodeObjectReader? = nil
    ) {
        self.codeObject = codeObject
        let region = context.account.region
        self.functionURL = functionURL ?? { "https://\($0).lambda-url.\(region).on.aws/" }
        self.context = context
        self.lambda = lambda
        codes = FunctionCodes(lambda.services.store, started: context.time.now)
        downloads = CodeDownloads(store: lambda.services.store, endpoint: endpoint)
        invoke = InvokeAPI(lambda: lambda, asynchronous: asynchronous)
    }

    private static let operations: [any RESTOperation<LambdaAPI>.Type] = [
        PutFunctionEventInvokeConfig.self, UpdateFunctionEventInvokeConfig.self, GetFunctionEventInvokeConfig.self,
        DeleteFunctionEventInvokeConfig.self, ListFunctionEventInvokeConfigs.self,
        CreateFunction.self, UpdateFunctionCode.self, UpdateFunctionConfiguration.self, DeleteFunction.self,
        GetFunction.self, GetFunctionConfiguration.self, ListFunctions.self, GetAccountSettings.self,
        PublishVersion.self, ListVersionsByFunction.self,
        CreateAlias.self, UpdateAlias.self, DeleteAlias.self, GetAlias.self, ListAliases.self,
        ListTags.self, TagResource.self, UntagResource.self,
        AddPermission.self, GetPolicy.self, RemovePermission.self,
        PutFunctionConcurrency.self, GetFunctionConcurrency.self, DeleteFunctionConcurrency.self,
        ListProvisionedConcurrencyConfigs.self, PutProvisionedConcurrencyConfig.self,
        GetProvisionedConcurrencyConfig.self, DeleteProvisionedConcurrencyConfig.self,
        ListFunctionUrlConfigs.self, CreateFunctionUrlConfig.self, UpdateFunctionUrlConfig.self,
        GetFunctionUrlConfig.self, DeleteFunctionUrlConfig.self,
        GetLayerVersionByArn.self, ListLayers.self, ListLayerVersions.self, PublishLayerVersion.self,
        GetLayerVersion.self, DeleteLayerVersion.self,
        AddLayerVersionPermission.self, GetLayerVersionPolicy.self, RemoveLayerVersionPermission.self,
        PutRuntimeManagementConfig.self, GetRuntimeManagementConfig.self,
        CreateCodeSigningConfig.self, UpdateCodeSigningConfig.self, GetCodeSigningConfig.self,
        DeleteCodeSigningConfig.self, ListCodeSigningConfigs.self, ListFunctionsByCodeSigningConfig.self,
        PutFunctionCodeSigningConfig.self, GetFunctionCodeSigningConfig.self, DeleteFunctionCodeSigningConfig.self,
        GetFunctionRecursionConfig.self, PutFunctionRecursionConfig.self,
    ]

    var settings: FunctionSettings { lambda.settings }
    var store: CodeStore { lambda.services.store }

    /// Removes functions, layers and settings that callers have made.
    package func reset() throws {
        for name in Set(try settings.reset(context.database) + settings.functionNames) { lambda.refresh(name) }
    }

    /// The folders of the programs that functions and layers refer to.
    package var usedCode: Set<String> {
        let functions = lambda.registry.all.flatMap(\.all)
        let layers = settings.all(.layer).compactMap { $0.value["CodeDirectory"]?.stringValue }
        return Set(functions.flatMap { [$0.codeDirectory] + $0.layers.map(\.directory) } + layers)
    }

    /// Paths of Lambda's API begin with the date of a version of it.
    package func matches(_ request: HTTPRequest) -> Bool {
        if request.target.hasPrefix("/2015-03-31/") || CodeDownloads.serves(request) { return true }
        return Self.isVersioned(request.path.utf8) && CredentialScope(request)?.service == "lambda"
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

    /// Bytes of a request that is not `Invoke`: as many as bring a zip of the largest size.
    private static let requestLimit = 70_167_211

    package func bodyLimit(of request: HTTPRequest) -> Int {
        InvokeCall.isInvoke(request) ? invoke.bodyLimit(of: request) : Self.requestLimit
    }

    package func handle(_ request: HTTPRequest, failure: HTTPBodyFailure, respond: @escaping HTTPResponder) {
        if InvokeCall.isInvoke(request) { return invoke.handle(request, failure: failure, respond: respond) }
        let action = dispatcher.action(of: request) ?? "CreateFunction"
        respond(answer(.requestTooLarge(action, limit: Self.requestLimit)))
    }

    func answer(_ error: AWSError) -> HTTPResponse {
        var response = error.restJSONResponse
        response.headers.add("x-amzn-RequestId", context.ids.uuid())
        return response
    }

    package func handle(_ request: HTTPRequest, respond: @escaping HTTPResponder) {
        if InvokeCall.isInvoke(request) { return invoke.handle(request, respond: respond) }
        if CodeDownloads.serves(request) {
            return context.database.read { [downloads] _ in respond(downloads.response(to: request)) }
        }
        if codeObject != nil, request.method != "GET",
            handleStoredCode(request, dispatcher.action(of: request), respond: respond)
        {
            return
        }
        guard !dispatcher.handle(request, self, respond: respond) else { return }
        respond(answer(.notEmulated(request)))
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
