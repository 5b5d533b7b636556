import JSON
import ServiceKit
import Storage
import Wire

/// Shows whether a function may be invoked in a circle without end.
/// https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionRecursionConfig.html
struct GetFunctionRecursionConfig: RESTOperation {
    static let binding = RESTBinding("GET", "/2024-08-31/functions/{FunctionName}/recursion-config")
    static let input = Shape.structure(
        [.required("FunctionName", .unqualifiedFunctionName)],
        java: "GetFunctionRecursionConfigRequest"
    )
    static let access = OperationAccess.read

    private let reference: FunctionReference

    init(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) {
        reference = try service.reference(input)
    }

    func perform(_ service: LambdaAPI, _ connection: Connection) throws -> [UInt8] {
        let function = try service.existing(reference)
        let reply: JSON = ["RecursiveLoop": service.settings.allowsRecursion(function.name) ? "Allow" : "Terminate"]
        return reply.bytes
    }
}
