import JSON
import Time
import Wire

/// A function as Lambda holds it: what it is called, what runs, and within which limits.
package struct FunctionConfiguration: Sendable, Hashable {
    package var name: String
    /// Chooses the function within the program; `_HANDLER` in its environment.
    package var handler: String
    /// Such as `provided.al2023`.
    package var runtime: String
    /// The folder that holds `bootstrap`: working directory and `LAMBDA_TASK_ROOT`. Absolute.
    package var codeDirectory: String
    /// 1 to 900 seconds.
    package var timeout: Duration
    /// In MB, 128 to 10,240.
    package var memorySize: Int
    /// The user's variables, 4 KB at most.
    package var environment: [String: String]
    /// Ceiling and guarantee of concurrent invocations; `nil` shares what the account has left.
    package var reservedConcurrency: Int?
    /// The queue or topic for events that could not be processed.
    package var deadLetterTarget: ARN?
    package var description: String?
    /// The ARN of a role: shown, not enforced.
    package var role: String?
    /// `Active` or `PassThrough`: shown alone.
    package var tracingMode = "PassThrough"
    /// Shown alone, as are the next.
    package var architectures = ["x86_64"]
    /// In MB.
    package var ephemeralStorage = 512
    /// `Zip` or `Image`; what is an image does not run here.
    var packageType = "Zip"
    /// What the API was given and only shows: the members of AWS's `FunctionConfiguration` that Hearth does not act on.
    var shownAlone = JSON.Object()
    /// What it finds below `/opt` on AWS, the last one over the others.
    package var layers: [FunctionLayer] = []
    /// Of a function that is an image.
    var imageURI: String?
    /// The key that its zip would be encrypted with: shown alone.
    var sourceKeyARN: String?
    package var logging = LoggingConfig()
    /// `$LATEST` or a number.
    package var version = "$LATEST"
    /// In a template: the alias that points to version 1, which is published when there is one.
    package var alias: String?
    /// Environments of this version that are kept initialized; in a template, of the published one.
    package var provisionedConcurrency: Int?
    /// The version's number or the aliases that have it.
    var provisionedQualifiers: [String] = []
    /// The zip that was uploaded; `nil` where the program is looked at as it is, as that of a template's function.
    var code: UploadedCode?
    /// Of the configuration or the code; `nil` for the program's own time.
    var lastModified: Timestamp?
    /// Another one for each change; `nil` for one that follows from the program.
    var revisionID: String?
    /// What `lastModified` is the beginning of, where AWS would take its time.
    var change: FunctionChange?

    package init(
        name: String,
        handler: String,
        runtime: String = "provided.al2023",
        codeDirectory: String,
        timeout: Duration = .seconds(3),
        memorySize: Int = 128,
        environment: [String: String] = [:],
        reservedConcurrency: Int? = nil
    ) {
        self.name = name
        self.handler = handler
        self.runtime = runtime
        self.codeDirectory = codeDirectory
        self.timeout = timeout
        self.memorySize = memorySize
        self.environment = environment
        self.reservedConcurrency = reservedConcurrency
    }

    /// What runs and within which limits, whatever concurrency it has, and whatever else was said of it since.
    var withoutConcurrency: FunctionConfiguration {
        var other = self
        other.reservedConcurrency = nil
        other.provisionedConcurrency = nil
        other.provisionedQualifiers = []
        other.revisionID = nil
        other.change = nil
        return other
    }

    /// Where Lambda looks for the program, in this order.
    package var bootstrapCandidates: [String] {
        ([codeDirectory] + layerDirectories + ["/opt"]).map { "\($0)/bootstrap" }
    }

    var managedRuntime: ManagedRuntime? { ManagedRuntime(runtime) }

    package var logGroup: String { logging.group ?? "/aws/lambda/\(name)" }

    package func arn(in account: AWSAccount) -> ARN { account.function(name) }
}

extension AWSAccount {
    /// The ARN of a function, or of a version or an alias of it.
    func function(_ name: String, _ qualifier: String? = nil) -> ARN {
        arn("lambda", "function:\(name)\(qualifier.map { ":\($0)" } ?? "")")
    }
}
