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
    /// `$LATEST` or a number.
    package var version = "$LATEST"
    /// The alias that points to version 1, which is published when there is one.
    package var alias: String?
    /// Environments of the published version that are kept initialized.
    package var provisionedConcurrency: Int?

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

    /// Where Lambda looks for the program, in this order.
    package var bootstrapCandidates: [String] { ["\(codeDirectory)/bootstrap", "/opt/bootstrap"] }

    package var logGroup: String { "/aws/lambda/\(name)" }

    package func arn(in account: AWSAccount) -> ARN { account.arn("lambda", "function:\(name)") }
}
