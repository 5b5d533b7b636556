import JSON
import ServiceKit
import Storage
import Wire

/// Gives credentials that end by themselves, under a name.
/// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html
struct GetFederationToken: Operation {
    static let input = Shape.structure(
        [
            .required("Name", .string(length: 2...32, pattern: .sessionName)),
            .optional("Policy", .string(length: 1...2048)),
            .optional("PolicyArns", .list(.structure([.optional("arn", .string(length: 20...2048))], java: "Arn"))),
            .optional("DurationSeconds", .number(java: "Integer", range: 900...129_600)),
            .optional("Tags", SessionTags.shape),
        ],
        java: "GetFederationTokenRequest"
    )
    static let output = Shape.structure(
        [
            .optional("Credentials", TemporaryCredentials.shape),
            .optional(
                "FederatedUser",
                .structure(
                    [.optional("FederatedUserId", .string()), .optional("Arn", .string())],
                    java: "FederatedUser"
                )
            ),
            .optional("PackedPolicySize", .number(java: "Integer")),
        ],
        java: "GetFederationTokenResponse"
    )
    static let access = OperationAccess.read

    private let user: String
    private let seconds: Int

    init(_ input: JSON.Object, _ service: STS) throws(AWSError) {
        user = input["Name"]?.stringValue ?? ""
        seconds = input["DurationSeconds"]?.intValue ?? 43_200
        _ = try SessionTags(input, inherited: [])
    }

    func perform(_ service: STS, _ connection: Connection) throws -> [UInt8] {
        let account = service.context.account
        let user = FederatedUser(name: user)
        let credentials = TemporaryCredentials(token: user.token, seconds: seconds, service.context)
        return JSON.object(
            JSON.Object([
                ("Credentials", credentials.json),
                (
                    "FederatedUser",
                    [
                        "FederatedUserId": .string(user.id(account)), "Arn": .string(user.arn(account).description),
                    ]
                ),
                ("PackedPolicySize", 0),
            ])
        ).bytes
    }
}
