import JSON
import ServiceKit
import Storage
import Wire

/// Gives credentials for a session of a role, which nothing checks: any role will do.
/// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
struct AssumeRole: Operation {
    static let input = Shape.structure(
        [
            .required("RoleArn", .string(length: 20...2048)),
            .required("RoleSessionName", .string(length: 2...64, pattern: .sessionName)),
            .optional("DurationSeconds", .number(java: "Integer", range: 900...43_200)),
            .optional("ExternalId", .string(length: 2...1224)),
            .optional("Policy", .string(length: 1...2048)),
            .optional(
                "PolicyArns",
                .list(.structure([.optional("arn", .string(length: 20...2048))], java: "PolicyDescriptorType"))
            ),
            .optional(
                "ProvidedContexts",
                .list(
                    .structure(
                        [
                            .optional("ProviderArn", .string(length: 20...2048)),
                            .optional("ContextAssertion", .string(length: 4...2048)),
                        ],
                        java: "ProvidedContext"
                    ),
                    length: 1...5
                )
            ),
            .optional("SerialNumber", .string(length: 9...256)),
            .optional("SourceIdentity", .string(length: 2...64, pattern: .sessionName)),
            .optional("Tags", SessionTags.shape),
            .optional("TokenCode", .string(length: 6...6, pattern: .tokenCode)),
            .optional("TransitiveTagKeys", SessionTags.keys),
        ],
        java: "AssumeRoleRequest"
    )
    static let output = Shape.structure(
        [
            .optional("Credentials", TemporaryCredentials.shape),
            .optional(
                "AssumedRoleUser",
                .structure(
                    [.optional("AssumedRoleId", .string()), .optional("Arn", .string())],
                    java: "AssumedRoleUser"
                )
            ),
            .optional("PackedPolicySize", .number(java: "Integer")), .optional("SourceIdentity", .string()),
        ],
        java: "AssumeRoleResponse"
    )
    static let access = OperationAccess.read

    private let roleName: String
    private let sessionName: String
    private let seconds: Int
    private let tags: SessionTags
    private let sourceIdentity: JSON?

    init(_ input: JSON.Object, _ service: STS) throws(AWSError) { try self.init(input, [:], service) }

    init(_ input: JSON.Object, _ headers: HTTPHeaders, _ service: STS) throws(AWSError) {
        let text = input["RoleArn"]?.stringValue ?? ""
        guard let arn = ARN(text), arn.service == "iam", arn.resource.hasPrefix("role/") else {
            throw AWSError("ValidationError", message: "\(text) is invalid")
        }
        roleName = arn.resource.split(separator: "/").last.map(String.init) ?? ""
        sessionName = input["RoleSessionName"]?.stringValue ?? ""
        seconds = input["DurationSeconds"]?.intValue ?? 3600
        sourceIdentity = input["SourceIdentity"]?.nonNull
        let session = headers["X-Amz-Security-Token"].flatMap(AssumedRole.init(token:))
        tags = try SessionTags(input, inherited: session?.transitiveTagKeys ?? [])
    }

    func perform(_ service: STS, _ connection: Connection) throws -> [UInt8] {
        let id = try service.roleID(roleName, connection)
        var role = AssumedRole(roleName: roleName, sessionName: sessionName, id: id)
        role.transitiveTagKeys = tags.transitiveKeys
        let credentials = TemporaryCredentials(token: role.token, seconds: seconds, service.context)
        let user: JSON = [
            "AssumedRoleId": .string("\(role.id):\(sessionName)"),
            "Arn": .string(role.arn(service.context.account).description),
        ]
        var reply = JSON.Object([("Credentials", credentials.json), ("AssumedRoleUser", user)])
        reply["SourceIdentity"] = sourceIdentity
        return JSON.object(reply).bytes
    }
}
