import JSON
import ServiceKit
import Storage
import Wire

/// Gives a function a code signing config.
/// https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionCodeSigningConfig.html
struct PutFunctionCodeSigningConfig: RESTOperation {
    static let binding = RESTBinding("PUT", CodeSigningConfig.functionPath)
    static let input = Shape.structure(
        [
            .required("FunctionName", .namespacedFunctionName),
            .required("CodeSigningConfigArn", CodeSigningConfig.arn),
        ],
        java: "PutFunctionCodeSigningConfigRequest"
    )
    static let access = OperationAccess.write(.alone)

    private let name: String
    private let config: CodeSigningConfig

    init(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) {
        name = try service.unqualified(input).name
        config = CodeSigningConfig(input)
    }

    func perform(_ service: LambdaAPI, _ connection: Connection) throws -> [UInt8] {
        try config.check(service)
        _ = try service.latest(name)
        try service.settings.set(.string(config.arn), .init(.codeSigning, name), connection)
        let reply: JSON = ["CodeSigningConfigArn": .string(config.arn), "FunctionName": .string(name)]
        return reply.bytes
    }

    func committed(_ service: LambdaAPI) { service.settings.publish() }
}
