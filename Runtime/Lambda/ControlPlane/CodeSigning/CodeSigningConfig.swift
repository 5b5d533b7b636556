import JSON
import ServiceKit
import Time
import Wire

/// What the actions on code signing configs have in common. The configs are kept and shown: nothing here looks at
/// signatures.
/// https://docs.aws.amazon.com/lambda/latest/api/API_CodeSigningConfig.html
struct CodeSigningConfig {
    static let path = "/2020-04-22/code-signing-configs"
    static let functionPath = "/2020-06-30/functions/{FunctionName}/code-signing-config"

    static let arn = Shape.string(
        length: 0...200,
        pattern: Shape.Pattern(
            #"arn:(aws[a-zA-Z-]*)?:lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:\d{12}:"#
                + "code-signing-config:csc-[a-z0-9]{17}"
        ) { text in
            guard let arn = ARN(text), arn.service == "lambda" else { return false }
            let id = arn.resource.dropFirst("code-signing-config:csc-".count)
            return arn.resource.hasPrefix("code-signing-config:csc-") && id.utf8.count == 17
                && id.utf8.allSatisfy { $0.isDigit || $0.isSmallLetter }
        }
    )
    static let input = Shape.structure([.required("CodeSigningConfigArn", arn)], java: "CodeSigningConfigRequest")
    /// What both `CreateCodeSigningConfig` and `UpdateCodeSigningConfig` take.
    static let members: [Shape.Member] = [
        .optional("Description", .string(length: 0...256)),
        .optional(
            "CodeSigningPolicies",
            .structure(
                [.optional("UntrustedArtifactOnDeployment", .string(values: ["Warn", "Enforce"]))],
                java: "CodeSigningPolicies"
            )
        ),
    ]
    static let publishers = Shape.structure(
        [.required("SigningProfileVersionArns", .list(.string(), length: 1...20))],
        java: "AllowedPublishers"
    )

    /// Refuses publishers that are no ARNs.
    static func checkPublishers(_ input: JSON.Object) throws(AWSError) {
        let list = input["AllowedPublishers"]?["SigningProfileVersionArns"]?.arrayValue ?? []
        let arns = list.compactMap(\.stringValue)
        guard !arns.allSatisfy({ Shape.matches($0, Shape.sourceARNPattern) }) else { return }
        throw .badList(
            arns,
            at: "allowedPublishers.signingProfileVersionArns",
            ["Member must satisfy regular expression pattern: \(Shape.sourceARNPattern)"]
        )
    }

    let arn: String

    init(_ input: JSON.Object) { arn = input["CodeSigningConfigArn"]?.stringValue ?? "" }

    init(arn: String) { self.arn = arn }

    var id: String { arn.split(separator: ":").last.map(String.init) ?? "" }

    var key: FunctionSettings.Key { .init(.codeSigningConfig, id) }

    /// What is stored; throws AWS's error where there is nothing.
    func stored(_ service: LambdaAPI) throws(AWSError) -> JSON.Object {
        guard let stored = service.settings[key]?.objectValue, stored["CodeSigningConfigArn"] == .string(arn) else {
            let message = "The Lambda code signing configuration \(arn) can not be found."
            throw AWSError(
                "ResourceNotFoundException",
                status: 404,
                message: message,
                members: JSON.Object([("Message", .string(message))])
            )
        }
        return stored
    }

    /// The same for requests about a function, which hear another error.
    func check(_ service: LambdaAPI) throws(AWSError) {
        guard (try? stored(service)) == nil else { return }
        throw .lambda(
            "CodeSigningConfigNotFoundException",
            status: 404,
            "The code signing configuration cannot be found. Check that the provided configuration is not deleted: "
                + "\(arn).",
            key: "Message"
        )
    }

    /// The names of the functions that have it, sorted.
    func functions(_ service: LambdaAPI) -> [String] {
        service.settings.all(.codeSigning).filter { $0.value == .string(arn) }.map(\.key.function).sorted()
    }

    static func reply(_ stored: JSON.Object) -> [UInt8] {
        JSON.object(JSON.Object([("CodeSigningConfig", .object(stored))])).bytes
    }

    static func lastModified(_ service: LambdaAPI) -> JSON { .string(service.context.time.now.lambdaText) }
}
