import JSON
import ServiceKit
import Storage
import Wire

/// Removes a code signing config that no function has.
/// https://docs.aws.amazon.com/lambda/latest/api/API_DeleteCodeSigningConfig.html
struct DeleteCodeSigningConfig: RESTOperation {
    static let binding = RESTBinding("DELETE", "\(CodeSigningConfig.path)/{CodeSigningConfigArn}", status: 204)
    static let input = CodeSigningConfig.input
    static let access = OperationAccess.write(.alone)

    private let config: CodeSigningConfig

    init(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) { config = CodeSigningConfig(input) }

    func perform(_ service: LambdaAPI, _ connection: Connection) throws -> [UInt8] {
        _ = try config.stored(service)
        guard config.functions(service).isEmpty else {
            throw AWSError.resourceConflict("Functions use the code signing configuration \(config.arn).")
        }
        try service.settings.set(nil, config.key, connection)
        return []
    }

    func committed(_ service: LambdaAPI) { service.settings.publish() }
}
