import JSON
import ServiceKit
import Storage
import Wire

/// Shows how a function is configured.
/// https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html
struct GetFunctionConfiguration: RESTOperation {
    static let binding = RESTBinding("GET", "/2015-03-31/functions/{FunctionName}/configuration", query: [.qualifier])
    static let input = Shape.functionVersion
    static let access = OperationAccess.read

    private let reference: FunctionReference

    init(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) {
        reference = try service.reference(input)
    }

    func perform(_ service: LambdaAPI, _ connection: Connection) throws -> [UInt8] {
        let function = try service.existingVersion(reference)
        return service.description(function, reference.qualifier).json.bytes
    }
}
