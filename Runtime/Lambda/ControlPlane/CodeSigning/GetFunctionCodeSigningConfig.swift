import JSON
import ServiceKit
import Storage
import Wire

/// Shows the code signing config of a function. One that has none is answered with nothing.
/// https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionCodeSigningConfig.html
struct GetFunctionCodeSigningConfig: RESTOperation {
    static let binding = RESTBinding("GET", CodeSigningConfig.functionPath)
    static let input = Shape.structure(
        [.required("FunctionName", .namespacedFunctionName)],
        java: "GetFunctionCodeSigningConfigRequest"
    )
    static let access = OperationAccess.read

    private let name: String

    init(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) { name = try service.unqualified(input).name }

    func perform(_ service: LambdaAPI, _ connection: Connection) throws -> [UInt8] {
        _ = try service.latest(name)
        guard let arn = service.settings[.init(.codeSigning, name)] else { return JSON.object(JSON.Object()).bytes }
        let reply: JSON = ["CodeSigningConfigArn": arn, "FunctionName": .string(name)]
        return reply.bytes
    }
}
