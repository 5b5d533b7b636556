import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Keeps who may sign the code of functions.
/// https://docs.aws.amazon.com/lambda/latest/api/API_CreateCodeSigningConfig.html
struct CreateCodeSigningConfig: RESTOperation {
    static let binding = RESTBinding("POST", CodeSigningConfig.path, status: 201)
    static let input = Shape.structure(members + CodeSigningConfig.members, java: "CreateCodeSigningConfigRequest")
    private static let members: [Shape.Member] = [
        .required("AllowedPublishers", CodeSigningConfig.publishers),
        .optional("Tags", .lambdaTags),
    ]
    static let access = OperationAccess.write(.alone)

    private let config: CodeSigningConfig
    private let stored: JSON.Object

    init(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) {
        guard input["Tags"]?.nonNull == nil else {
            throw .invalidParameter("Hearth keeps no tags of code signing configs.")
        }
        try CodeSigningConfig.checkPublishers(input)
        let id = service.context.ids.text(17, of: .base36)
        let arn = service.context.account.arn("lambda", "code-signing-config:csc-\(id)").description
        config = CodeSigningConfig(arn: arn)
        let policy = input["CodeSigningPolicies"]?["UntrustedArtifactOnDeployment"]?.nonNull ?? "Warn"
        stored = JSON.Object([
            ("CodeSigningConfigId", .string(config.id)), ("CodeSigningConfigArn", .string(arn)),
            ("Description", input["Description"]?.nonNull ?? ""),
            ("AllowedPublishers", input["AllowedPublishers"] ?? [:]),
            ("CodeSigningPolicies", ["UntrustedArtifactOnDeployment": policy]),
            ("LastModified", CodeSigningConfig.lastModified(service)),
        ])
    }

    func perform(_ service: LambdaAPI, _ connection: Connection) throws -> [UInt8] {
        try service.settings.set(.object(stored), config.key, connection)
        return CodeSigningConfig.reply(stored)
    }

    func committed(_ service: LambdaAPI) {
        service.settings.publish()
        service.lambda.note("code signing configs are kept and shown, and have no effect here")
    }
}
