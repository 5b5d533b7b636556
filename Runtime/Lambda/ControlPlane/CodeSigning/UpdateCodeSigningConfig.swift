import JSON
import ServiceKit
import Storage
import Wire

/// Changes who may sign the code of functions.
/// https://docs.aws.amazon.com/lambda/latest/api/API_UpdateCodeSigningConfig.html
struct UpdateCodeSigningConfig: RESTOperation {
    static let binding = RESTBinding("PUT", "\(CodeSigningConfig.path)/{CodeSigningConfigArn}")
    static let input = Shape.structure(members + CodeSigningConfig.members, java: "UpdateCodeSigningConfigRequest")
    private static let members: [Shape.Member] = [
        .required("CodeSigningConfigArn", CodeSigningConfig.arn),
        .optional("AllowedPublishers", CodeSigningConfig.publishers),
    ]
    static let access = OperationAccess.write(.alone)

    private let config: CodeSigningConfig
    private let input: JSON.Object

    init(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) {
        try CodeSigningConfig.checkPublishers(input)
        config = CodeSigningConfig(input)
        self.input = input
    }

    func perform(_ service: LambdaAPI, _ connection: Connection) throws -> [UInt8] {
        var stored = try config.stored(service)
        for name in ["Description", "AllowedPublishers", "CodeSigningPolicies"] {
            if let value = input[name]?.nonNull { stored[name] = value }
        }
        stored["LastModified"] = CodeSigningConfig.lastModified(service)
        try service.settings.set(.object(stored), config.key, connection)
        return CodeSigningConfig.reply(stored)
    }

    func committed(_ service: LambdaAPI) { service.settings.publish() }
}
