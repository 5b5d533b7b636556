import JSON
import Wire

/// Reads an `AWS::Serverless::Function` or an `AWS::Lambda::Function`.
struct FunctionReader: ResourceReader {
    let resource: Resource
    let resolver: Resolver
    let fields: Fields

    private var findings: Findings { fields.findings }
    private var isServerless: Bool { resource.isServerless }

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
        function.layers = fields.strings("Layers") ?? []
        function.tracing = tracing() ?? .passThrough
        function.role = fields.string("Role")
        let metadata = resource.metadata.flatMap(resolver.resolve)
        function.buildMethod = metadata?["BuildMethod"]?.string
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
        }
    }

    private enum RecursiveLoop: String, CaseIterable { case allow = "Allow", terminate = "Terminate" }

    // MARK: Code

    private var isZip: Bool {
        let type = fields.string("PackageType") ?? "Zip"
        if type == "Zip" { return true }
        findings.error(
            fields.path(of: "PackageType"),
            type == "Image"
                ? "Hearth cannot use PackageType Image: functions run as processes, not as container images"
                : "\(type) is not one of Zip, Image"
        )
        return false
    }

    private func zipCode() -> (handler: String, runtime: String, uri: String)? {
        let handler = fields.requiredString("Handler").flatMap(checkedHandler)
        let runtime = fields.requiredString("Runtime").flatMap(checkedRuntime)
        let uri = isServerless ? codeURI() : code()
        guard let handler, let runtime, let uri else { return nil }
        return (handler, runtime, uri)
    }

    private func codeURI() -> String? {
        guard let value = fields["CodeUri"] else {
            if fields["InlineCode"] == nil { fields.missing("CodeUri") }
            return nil
        }
        return localFolder(value)
    }

    /// What `aws cloudformation package` takes as well: a path instead of the object.
    private func code() -> String? {
        guard let value = fields["Code"] else {
            fields.missing("Code")
            return nil
        }
        return localFolder(value)
    }

    private func localFolder(_ value: TemplateValue) -> String? {
        if value.isUnresolved { return nil }
        guard let path = value.string, !path.isEmpty, !path.hasPrefix("s3://") else {
            findings.error(value.path, "must be the path of a folder on this machine")
            return nil
        }
        return path
    }

    private func checkedHandler(_ text: String) -> String? {
        let isValid = !text.isEmpty && text.utf8.count <= 128 && !text.contains(where: \.isWhitespace)
        if !isValid { findings.error(fields.path(of: "Handler"), "a handler has 1 to 128 characters and no blanks") }
        return isValid ? text : nil
    }

    private func checkedRuntime(_ text: String) -> String? {
        let path = fields.path(of: "Runtime")
        guard Runtimes.known.contains(text) else {
            findings.error(
                path,
                "unknown runtime \(text)",
                remedy: Spelling.remedy(for: text, among: Runtimes.known)
            )
            return nil
        }
        if !text.hasPrefix("provided") {
            findings.warning(path, "Hearth has no \(text): it starts the bootstrap that it finds beside the code")
        }
        return text
    }

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
