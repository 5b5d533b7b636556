import JSON
import ServiceKit
import Storage
import Wire

/// Shows the reserved concurrency of a function.
/// https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConcurrency.html
struct GetFunctionConcurrency: RESTOperation {
    static let binding = RESTBinding("GET", "/2019-09-30/functions/{FunctionName}/concurrency")
    static let input = Shape.functionVersion
    static let access = OperationAccess.read

    private let reference: FunctionReference

    init(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) {
        reference = try service.reference(input)
    }

    func perform(_ service: LambdaAPI, _ connection: Connection) throws -> [UInt8] {
        let function = try service.existing(reference)
        let reserved = service.lambda.reservedConcurrency(of: function.name)
        let reply = JSON.Object(reserved.map { [("ReservedConcurrentExecutions", JSON($0))] } ?? [])
        return JSON.object(reply).bytes
    }
}
