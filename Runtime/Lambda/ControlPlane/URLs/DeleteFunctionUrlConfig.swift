import JSON
import ServiceKit
import Storage
import Wire

/// Takes a function's URL away.
/// https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunctionUrlConfig.html
struct DeleteFunctionUrlConfig: RESTOperation {
    static let binding = RESTBinding("DELETE", FunctionURLRequest.path, query: [.qualifier], status: 204)
    static let input = FunctionURLRequest.input
    static let access = OperationAccess.write(.alone)

    private let request: FunctionURLRequest

    init(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) {
        request = try FunctionURLRequest(input, service)
    }

    func perform(_ service: LambdaAPI, _ connection: Connection) throws -> [UInt8] {
        _ = try request.stored(service)
        try service.settings.set(nil, request.key, connection)
        return []
    }

    func committed(_ service: LambdaAPI) { service.settings.publish() }
}
