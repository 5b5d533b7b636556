import JSON
import ServiceKit
import Storage
import Wire

/// Shows a code signing config.
/// https://docs.aws.amazon.com/lambda/latest/api/API_GetCodeSigningConfig.html
struct GetCodeSigningConfig: RESTOperation {
    static let binding = RESTBinding("GET", "\(CodeSigningConfig.path)/{CodeSigningConfigArn}")
    static let input = CodeSigningConfig.input
    static let access = OperationAccess.read

    private let config: CodeSigningConfig

    init(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) { config = CodeSigningConfig(input) }

    func perform(_ service: LambdaAPI, _ connection: Connection) throws -> [UInt8] {
        CodeSigningConfig.reply(try config.stored(service))
    }
}
