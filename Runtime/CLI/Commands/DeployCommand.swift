import ArgumentParser
import Deployment

struct DeployCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deploy",
        abstract: "Deploys a template and its functions to AWS.",
        discussion: """
            Packages the functions (see `hearth help package`), uploads them to S3, shows
            what CloudFormation would change, asks, and follows the deployment to its end.
            One that fails is rolled back. The AWS credentials are those of the AWS CLI:
            from the environment, or from a profile.

            EXAMPLES
              hearth deploy --stack-name books
              hearth deploy --stack-name books --profile production --region eu-central-1
              hearth deploy --parameter-overrides SubnetIds=subnet-1,subnet-2 --yes
              hearth deploy --endpoint-url http://localhost:5000 --transform-locally --yes
            """
    )

    @Option(help: "The stack; the name of the template's folder unless said otherwise.")
    var stackName: String?

    @Option(help: "The profile in ~/.aws whose credentials and region are used.")
    var profile: String?

    @Option(help: "The region to deploy to.")
    var region: String?

    @Option(help: "Calls another endpoint than AWS's own.")
    var endpointURL: String?

    @Option(
        help: "The bucket for code; hearth-deploy-ACCOUNT-REGION unless said otherwise, made where it is not there."
    )
    var s3Bucket: String?

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Values of the template's parameters.", valueName: "name=value")
    )
    var parameterOverrides: [String] = []

    @Flag(help: "Deploy without asking.")
    var yes = false

    @Flag(help: "Stop when the change set is made, and leave it to be executed.")
    var noExecute = false

    @Flag(
        help: ArgumentHelp(
            "Expand SAM's resources on this machine.",
            discussion: """
                For endpoints that do not know the transform AWS::Serverless-2016-10-31. \
                Needs Python and AWS's own translator: pip install aws-sam-translator.
                """
        )
    )
    var transformLocally = false

    @OptionGroup var packaging: PackagingOptions

    func validate() throws {
        for override in parameterOverrides where !override.contains("=") {
            throw ValidationError("--parameter-overrides must be NAME=VALUE, not '\(override)'.")
        }
        if let stackName, !StackName.isValid(stackName) {
            throw ValidationError("--stack-name must be letters, digits and hyphens, a letter first, 128 at most.")
        }
    }

    func run() async throws {
        let console = Console()
        do {
            guard yes || noExecute || console.canAsk else {
                throw CommandError("there is no terminal to ask on: say --yes to deploy, or --no-execute to look only")
            }
            let account = try await DeploymentAccount(self, console)
            try await Deployer(account, self, console).deploy()
        } catch {
            console.error("\(error)")
            throw ExitCode.failure
        }
    }

    var overrides: [String: String] {
        Dictionary(
            parameterOverrides.map { override in
                let name = override.prefix { $0 != "=" }
                return (String(name), String(override.dropFirst(name.count + 1)))
            },
            uniquingKeysWith: { $1 }
        )
    }
}
