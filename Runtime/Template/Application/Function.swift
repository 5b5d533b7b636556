import Wire

extension Application {
    /// One Lambda function: `AWS::Serverless::Function` or `AWS::Lambda::Function`.
    package struct Function: Sendable, Hashable {
        package var logicalID: String
        /// `FunctionName`, or the logical id where there is none.
        package var name: String
        package var arn: ARN
        package var description: String?
        package var handler: String
        /// As written, such as `provided.al2023`.
        package var runtime: String
        /// `CodeUri` as written: a path, relative to the template's folder. Empty where the code stands in the template.
        package var codeURI: String
        /// The zip in S3 that `CodeUri` or `Code` names; `codeURI` is empty then.
        package var codeObject: CodeObject?
        /// `InlineCode` of SAM, `Code.ZipFile` of CloudFormation: what becomes the file `index.py` or
        /// `index.js`.
        package var inlineCode: String?
        /// 1…900 s, 3 s where the template is silent.
        package var timeout: Duration = .seconds(3)
        /// 128…10,240 MB.
        package var memorySizeMB = 128
        /// The size of `/tmp`: 512…10,240 MB.
        package var ephemeralStorageMB = 512
        /// `Environment.Variables`; at most 4 KB in all, no reserved name among them.
        package var environment: [String: String] = [:]
        package var architectures: [Architecture] = [.x86_64]
        package var tags: [String: String] = [:]
        /// ARNs of layers' versions, five at most; of two with the same file the later one wins.
        package var layers: [String] = []
        package var logging = Logging()
        package var tracing = Tracing.passThrough
        /// `nil`: the function shares the account's unreserved concurrency. 0 stops it.
        package var reservedConcurrentExecutions: Int?
        package var provisionedConcurrentExecutions: Int?
        /// `SnapStart.ApplyOn`: published versions start from a snapshot.
        package var snapStart = SnapStart.none
        /// `DeadLetterConfig`: the queue or topic for events that could not be processed.
        package var deadLetterTarget: ARN?
        /// `RecursiveLoop` is `Allow`: the function may be invoked in a circle without end.
        package var allowsRecursion = false
        /// The alias that SAM publishes a version for.
        package var autoPublishAlias: String?
        /// `Role`: kept, not enforced.
        package var role: String?
        /// `Metadata.BuildMethod`, such as `makefile`.
        package var buildMethod: String?
        /// Where the template defines it.
        package var path: JSONPath

        /// `LoggingConfig`.
        package struct Logging: Sendable, Hashable {
            enum Format: String, CaseIterable { case text = "Text", json = "JSON" }
            package enum Level: String, Sendable, CaseIterable {
                case trace = "TRACE", debug = "DEBUG", info = "INFO", warn = "WARN", error = "ERROR", fatal = "FATAL"
            }
            package enum SystemLevel: String, Sendable, CaseIterable {
                case debug = "DEBUG", info = "INFO", warn = "WARN"
            }

            /// `nil` for `/aws/lambda/` and the function's name.
            package var group: String?
            package var isJSON = false
            /// Of the function's own lines, `INFO` where it is `nil`.
            package var applicationLevel: Level?
            /// Of Lambda's lines, `INFO` where it is `nil`.
            package var systemLevel: SystemLevel?
        }

        package init(
            logicalID: String,
            name: String,
            arn: ARN,
            handler: String,
            runtime: String,
            codeURI: String,
            path: JSONPath
        ) {
            self.logicalID = logicalID
            self.name = name
            self.arn = arn
            self.handler = handler
            self.runtime = runtime
            self.codeURI = codeURI
            self.path = path
        }

        /// What SAM lets the function's events call: its alias where it has one.
        var qualifiedName: String { autoPublishAlias.map { "\(name):\($0)" } ?? name }

        package enum Architecture: String, Sendable, CaseIterable { case x86_64, arm64 }
        package enum SnapStart: String, Sendable, CaseIterable {
            case publishedVersions = "PublishedVersions", none = "None"
        }
        package enum Tracing: String, Sendable, CaseIterable { case active = "Active", passThrough = "PassThrough" }

        /// The runtime is the operating system alone: the code brings its own `bootstrap`.
        package var isCustomRuntime: Bool { runtime == "provided" || runtime.hasPrefix("provided.") }
    }
}
