import JSON
import ServiceKit
import Storage
import Wire

/// Shows the URL of a function.
/// https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionUrlConfig.html
struct GetFunctionUrlConfig: RESTOperation {
    static let binding = RESTBinding("GET", FunctionURLRequest.path, query: [.qualifier])
    static let input = FunctionURLRequest.input
    static let access = OperationAccess.read

    private let request: FunctionURLRequest

    init(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) {
        request = try FunctionURLRequest(input, service)
    }

    func perform(_ service: LambdaAPI, _ connection: Connection) throws -> [UInt8] {
        let json = FunctionURLRequest.shown(try request.stored(service), request.reference, service)
        return JSON.object(json).bytes
    }
}
