import JSON
import ServiceKit
import Storage
import Wire

/// Shows how a function's asynchronous invocations are handled.
/// https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionEventInvokeConfig.html
struct GetFunctionEventInvokeConfig: RESTOperation {
    static let binding = RESTBinding("GET", EventInvokeConfigRequest.path, query: [.qualifier])
    static let input = Shape.functionVersion
    static let access = OperationAccess.read

    private let function: FunctionReference

    init(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) { function = try service.reference(input) }

    func perform(_ service: LambdaAPI, _ connection: Connection) throws -> [UInt8] {
        let stored = try EventInvokeConfigRequest.stored(function, service)
        return EventInvokeConfigRequest.reply(stored, service.versionARN(function)).bytes
    }
}
