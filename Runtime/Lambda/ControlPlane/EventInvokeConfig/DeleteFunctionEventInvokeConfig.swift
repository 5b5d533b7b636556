import JSON
import ServiceKit
import Storage
import Wire

/// Lets a function's asynchronous invocations be handled as they are by default.
/// https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunctionEventInvokeConfig.html
struct DeleteFunctionEventInvokeConfig: RESTOperation {
    static let binding = RESTBinding("DELETE", EventInvokeConfigRequest.path, query: [.qualifier], status: 204)
    static let input = Shape.functionVersion
    static let access = OperationAccess.write(.shared)

    private let function: FunctionReference

    init(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) { function = try service.reference(input) }

    func perform(_ service: LambdaAPI, _ connection: Connection) throws -> [UInt8] {
        _ = try EventInvokeConfigRequest.stored(function, service)
        try service.settings.set(nil, .init(.eventInvokeConfig, function.name, function.qualifier), connection)
        return []
    }

    func committed(_ service: LambdaAPI) { service.settings.publish() }
}
