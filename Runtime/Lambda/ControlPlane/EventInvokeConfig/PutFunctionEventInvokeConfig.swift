import JSON
import ServiceKit
import Storage
import Wire

/// Replaces how a function's asynchronous invocations are handled.
/// https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html
struct PutFunctionEventInvokeConfig: RESTOperation {
    static let binding = RESTBinding("PUT", EventInvokeConfigRequest.path, query: [.qualifier])
    static let input = EventInvokeConfigRequest.input
    static let access = OperationAccess.write(.shared)

    private let request: EventInvokeConfigRequest

    init(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) {
        request = try EventInvokeConfigRequest(input, service)
    }

    func perform(_ service: LambdaAPI, _ connection: Connection) throws -> [UInt8] {
        try request.apply(to: JSON.Object(), service, connection)
    }

    func committed(_ service: LambdaAPI) { service.settings.publish() }
}
