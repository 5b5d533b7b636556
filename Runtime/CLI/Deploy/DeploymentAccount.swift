import AWSClient
import Deployment
import FoundationEssentials
import JSON

/// The account that is deployed to, and clients for its services.
struct DeploymentAccount {
    let id: String
    let region: String
    let cloudFormation: CloudFormation
    let s3: S3
    let commandLine: CommandLineOptions
    /// Whether it is deployed to AWS, and not to what speaks as AWS does.
    let isAWS: Bool

    init(_ options: DeployCommand, _ console: Console) async throws {
        let environment = ProcessInfo.processInfo.environment
        let session = try AWSSession(
            profile: options.profile,
            region: options.region,
            endpointURL: options.endpointURL,
            environment: environment,
            files: SharedConfiguration(environment: environment)
        )
        let credentials =
            switch session.keys {
            case .known(let credentials): credentials
            case .process(let command): try Self.credentials(printedBy: command)
            }
        func configuration(_ service: String) throws -> AWSConfiguration {
            try session.configuration(service, credentials, environment: environment)
        }
        region = session.region
        commandLine = CommandLineOptions(
            region: region,
            profile: options.profile,
            endpointURL: options.endpointURL
        )
        cloudFormation = CloudFormation(configuration: try configuration("cloudformation"))
        id = try await STS(configuration: try configuration("sts")).account()
        s3 = S3(configuration: try configuration("s3"), owner: id)
        let endpoint = try configuration("cloudformation").endpoint
        isAWS = endpoint.hasSuffix(".amazonaws.com") || endpoint.hasSuffix(".amazonaws.com.cn")
        console.note("Account \(id), region \(region), \(endpoint)")
    }

    /// https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html
    private static func credentials(printedBy command: String) throws(CommandError) -> AWSCredentials {
        let result = try Subprocess(["/bin/sh", "-c", command]).run()
        guard result.status == 0, let json = try? JSON(parsing: result.output),
            let id = json["AccessKeyId"]?.stringValue, let secret = json["SecretAccessKey"]?.stringValue
        else { throw CommandError("the profile's credential_process printed no credentials: \(command)") }
        return AWSCredentials(
            accessKeyID: id,
            secretAccessKey: secret,
            sessionToken: json["SessionToken"]?.stringValue
        )
    }
}

extension SharedConfiguration {
    /// The files of this user, or those that variables name.
    init(environment: [String: String]) {
        let home = environment["HOME"] ?? ""
        func text(_ variable: String, _ usual: String) -> String {
            let path = environment[variable] ?? "\(home)/.aws/\(usual)"
            return (try? String(contentsOf: URL(filePath: path), encoding: .utf8)) ?? ""
        }
        self.init(
            config: text("AWS_CONFIG_FILE", "config"),
            credentials: text("AWS_SHARED_CREDENTIALS_FILE", "credentials")
        )
    }
}
