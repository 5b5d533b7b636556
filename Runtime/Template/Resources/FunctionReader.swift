import JSON
import Wire

/// Reads an `AWS::Serverless::Function` or an `AWS::Lambda::Function`.
struct FunctionReader: ResourceReader {
    let resource: Resource
    let resolver: Resolver
    let fields: Fields

    var findings: Findings { fields.findings }
    var isServerless: Bool { resource.isServerless }

    /// The function, and whether it could be started. All of it is read in any case, so that every mistake is found.
    func function() -> (function: Application.Function, isWhole: Bool) {
        (isServerless ? PropertyTable.serverlessFunction : .lambdaFunction).check(fields)
        let name = name()
        let arn = resolver.arn(of: resource).flatMap { ARN($0) }
        let code = isZip ? zipCode() : nil
        var function = Application.Function(
            logicalID: resource.logicalID,
            name: name ?? resource.logicalID,
            arn: arn ?? resolver.emulator.account.arn("lambda", "function:\(resource.logicalID)"),
            handler: code?.handler ?? "",
            runtime: code?.runtime ?? "",
            codeURI: code?.uri ?? "",
            path: resource.path
        )
        function.inlineCode = code?.inline
        function.codeObject = code?.object
        readLimits(into: &function)
        readConcurrency(into: &function)
        readSurroundings(into: &function)
        readFailures(into: &function)
        return (function, name != nil && arn != nil && code != nil)
    }

    private func readLimits(into function: inout Application.Function) {
        if let seconds = limited("Timeout", "timeout", 1...900) { function.timeout = .seconds(seconds) }
        function.memorySizeMB = limited("MemorySize", "memorySize", 128...10_240) ?? function.memorySizeMB
        if let storage = fields.object("EphemeralStorage") {
            storage.allow(["Size"])
            if storage["Size"] == nil { storage.missing("Size") }
            function.ephemeralStorageMB = storage.int("Size", in: 512...10_240) ?? function.ephemeralStorageMB
        }
    }

    private func readConcurrency(into function: inout Application.Function) {
        function.reservedConcurrentExecutions = fields.int("ReservedConcurrentExecutions", in: 0...Int.max)
        if let snapStart = fields.object("SnapStart") {
            snapStart.allow(["ApplyOn"])
            function.snapStart = snapStart.choice("ApplyOn", Application.Function.SnapStart.self) ?? .none
        }
        function.autoPublishAlias = isServerless ? fields.string("AutoPublishAlias") : nil
        guard isServerless, let provisioned = fields.object("ProvisionedConcurrencyConfig") else { return }
        provisioned.allow(["ProvisionedConcurrentExecutions", "ProvisionedConcurrentExecutionsOnPublishing"])
        function.provisionedConcurrentExecutions = provisioned.int("ProvisionedConcurrentExecutions", in: 1...Int.max)
        if fields["AutoPublishAlias"] == nil {
            findings.error(
                provisioned.path,
                "To set ProvisionedConcurrencyConfig AutoPublishALias must be defined on the function"
            )
        }
    }

    private func readSurroundings(into function: inout Application.Function) {
        function.description = fields.string("Description")
        function.environment = environment()
        function.architectures = architectures()
        function.tags = isServerless ? fields.stringMap("Tags") : fields.tagList("Tags")
        function.layers = layers()
        function.logging = logging()
        function.tracing = tracing() ?? .passThrough
        function.role = fields.string("Role") ?? (isServerless ? ownRole : nil)
        let metadata = resource.metadata.flatMap(resolver.resolve)
        function.buildMethod = metadata?["BuildMethod"]?.string
    }

    /// The one that SAM makes for a function that names none.
    private var ownRole: String {
        let emulator = resolver.emulator
        return "arn:aws:iam::\(emulator.account.id):role/\(emulator.stackName)-\(resource.logicalID)Role"
    }

    /// What becomes of events that cannot be processed, and of those that go round in a circle.
    private func readFailures(into function: inout Application.Function) {
        function.allowsRecursion = fields.choice("RecursiveLoop", RecursiveLoop.self) == .allow
        guard let config = fields.object(isServerless ? "DeadLetterQueue" : "DeadLetterConfig") else { return }
        config.allow(isServerless ? ["Type", "TargetArn"] : ["TargetArn"])
        guard let text = isServerless ? config.requiredString("TargetArn") : config.string("TargetArn") else { return }
        function.deadLetterTarget = ARN(text)
        if function.deadLetterTarget.map({ ["sqs", "sns"].contains($0.service) }) != true {
            findings.error(config.path(of: "TargetArn"), "must be the ARN of a queue or a topic, not \"\(text)\"")
        } else if function.deadLetterTarget?.isFIFO ?? false {
            findings.error(config.path(of: "TargetArn"), "must be a standard queue or topic, not \"\(text)\"")
        }
    }

    private enum RecursiveLoop: String, CaseIterable { case allow = "Allow", terminate = "Terminate" }

    // MARK: Configuration

    /// `FunctionName` or the logical id.
    private func name() -> String? {
        if fields["FunctionName"]?.isUnresolved == true { return nil }
        let name = fields["FunctionName"] == nil ? resource.logicalID : fields.string("FunctionName")
        guard let name else { return nil }
        let isValid =
            (1...64).contains(name.utf8.count)
            && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
        if !isValid {
            findings.error(
                fields["FunctionName"]?.path ?? resource.path,
                "a function name has 1 to 64 letters, digits, hyphens and underscores: \"\(name)\" does not do"
            )
        }
        return isValid ? name : nil
    }

    /// A number with AWS's own complaint.
    private func limited(_ property: String, _ member: String, _ range: ClosedRange<Int>) -> Int? {
        guard let value = fields.int(property) else { return nil }
        if range.contains(value) { return value }
        let bound =
            value < range.lowerBound
            ? "greater than or equal to \(range.lowerBound)" : "less than or equal to \(range.upperBound)"
        findings.error(
            fields.path(of: property),
            "Value '\(value)' at '\(member)' failed to satisfy constraint: Member must have value \(bound)"
        )
        return nil
    }

    private func architectures() -> [Application.Function.Architecture] {
        guard let words = fields.strings("Architectures") else { return [.x86_64] }
        let architectures = words.compactMap(Application.Function.Architecture.init)
        if architectures.count != 1 || words.count != 1 {
            findings.error(fields.path(of: "Architectures"), "must hold one of x86_64 and arm64")
        }
        return architectures
    }

    /// At most five. https://docs.aws.amazon.com/lambda/latest/dg/chapter-layers.html
    private func layers() -> [String] {
        let layers = fields.strings("Layers") ?? []
        if layers.count > 5 {
            findings.error(fields.path(of: "Layers"), "Cannot reference more than 5 layers.")
        }
        return layers
    }

    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-function-loggingconfig.html
    private func logging() -> Application.Function.Logging {
        guard let given = fields.object("LoggingConfig") else { return Application.Function.Logging() }
        given.allow(["LogGroup", "LogFormat", "ApplicationLogLevel", "SystemLogLevel"])
        var logging = Application.Function.Logging()
        logging.group = given.string("LogGroup")
        logging.isJSON = given.choice("LogFormat", Application.Function.Logging.Format.self) == .json
        logging.applicationLevel = given.choice("ApplicationLogLevel", Application.Function.Logging.Level.self)
        logging.systemLevel = given.choice("SystemLogLevel", Application.Function.Logging.SystemLevel.self)
        if !logging.isJSON {
            for level in ["ApplicationLogLevel", "SystemLogLevel"] where given[level] != nil {
                findings.error(given.path(of: level), "a log level can be set with LogFormat JSON alone")
            }
        }
        return logging
    }

    private func tracing() -> Application.Function.Tracing? {
        if isServerless { return fields.choice("Tracing", Application.Function.Tracing.self) }
        return fields.object("TracingConfig")?.choice("Mode", Application.Function.Tracing.self)
    }

    private func environment() -> [String: String] {
        guard let environment = fields.object("Environment") else { return [:] }
        environment.allow(["Variables"])
        guard let variables = environment.object("Variables") else { return [:] }
        EnvironmentRules.check(variables)
        return environment.stringMap("Variables")
    }
}
