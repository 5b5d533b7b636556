import Deployment
import FoundationEssentials
import JSON
import Packaging
import Time

/// Brings a stack to what a template says.
struct Deployer {
    private let account: DeploymentAccount
    private let options: DeployCommand
    private let console: Console
    private let time = SystemTime()
    private let stackName: String

    private var cloudFormation: CloudFormation { account.cloudFormation }

    init(_ account: DeploymentAccount, _ options: DeployCommand, _ console: Console) throws(CommandError) {
        (self.account, self.options, self.console) = (account, options, console)
        if let name = options.stackName {
            stackName = name
        } else {
            stackName = try Self.usualName(options.packaging.templatePath())
        }
    }

    /// The name of the folder that the template is in.
    private static func usualName(_ template: String) throws(CommandError) -> String {
        let path = template.hasPrefix("/") ? template : FileManager.default.currentDirectoryPath + "/" + template
        let folder = path.split(separator: "/").dropLast().last.map(String.init) ?? ""
        guard let name = StackName.suggested(for: folder) else {
            throw CommandError("the folder's name '\(folder)' makes no name for a stack: say --stack-name")
        }
        return name
    }

    func deploy() async throws {
        let stack = try await cloudFormation.stack(stackName)
        let isNew = Stack.isNew(stack)
        let request = try await request(stack)
        console.note("Making the change set \(request.name) of the stack \(stackName) …")
        let id = try await cloudFormation.createChangeSet(request)
        let changeSet = try await finished(id)
        if changeSet.isEmpty {
            try await cloudFormation.deleteChangeSet(id, of: stackName)
            console.print("The stack \(stackName) is up to date: there is nothing to change.")
            show(stack)
            return
        }
        guard changeSet.status == "CREATE_COMPLETE" else {
            try await withdraw(id, isNew)
            throw CommandError("CloudFormation cannot make the change set (\(changeSet.status)): \(changeSet.reason)")
        }
        ChangeSetTable(changeSet.changes).show(console)
        if options.noExecute {
            console.print(
                "Not executed. This does it:\n"
                    + account.commandLine.cloudFormation("execute-change-set", ("change-set-name", id))
            )
        } else if options.yes || console.confirms(question(changeSet.changes.count)) {
            try await execute(id, changes: changeSet.changes.count)
        } else {
            try await withdraw(id, isNew)
            console.print("Nothing was deployed.")
        }
    }

    private func question(_ changes: Int) -> String {
        "Deploy \(changes) change\(changes == 1 ? "" : "s") to \(stackName)?"
    }

    /// What the stack is to become. What is wrong with it shows before anything is uploaded.
    private func request(_ stack: Stack?) async throws -> ChangeSetRequest {
        let type = try Stack.changeSetType(stack, name: stackName, account.commandLine)
        let packager = try Packager(options.packaging, console)
        let parameters = try StackParameters.values(
            packager.template.placing([:]),
            overrides: options.overrides,
            stack: stack
        )
        return ChangeSetRequest(
            stackName: stackName,
            name: "hearth-\(String(UInt64.random(in: 0 ... .max), radix: 16))",
            type: type,
            templateURL: try await upload(packager),
            parameters: parameters
        )
    }

    /// Uploads code and template; where the template is then.
    private func upload(_ packager: Packager) async throws -> String {
        let uploader = try await Uploader(account, bucket: options.s3Bucket, stack: stackName, console)
        var locations: [String: CodeLocation] = [:]
        for package in packager.packages {
            let key = try await uploader.upload(package.zip, name: package.code.name, ending: "zip")
            locations[package.code.path] = .s3(bucket: uploader.bucket, key: key)
        }
        var template = packager.template.placing(locations)
        if options.transformLocally { template = try SAMTranslator.expanded(template, region: account.region) }
        return uploader.templateURL(try await uploader.upload(template.bytes, name: "template", ending: "json"))
    }

    /// The change set once CloudFormation has made it, or given it up.
    private func finished(_ id: String) async throws -> ChangeSet {
        let begin = time.now
        var patience = Patience()
        while true {
            let changeSet = try await cloudFormation.changeSet(id, of: stackName)
            if !changeSet.isBeingMade { return changeSet }
            try patience.check("the change set", status: changeSet.status, at: time.now - begin) {
                account.commandLine.cloudFormation("describe-change-set", ("change-set-name", id))
            }
            try await time.sleep(for: .seconds(1))
        }
    }

    /// Leaves the stack as it was: one that this change set has made is gone again, one that was there stays.
    private func withdraw(_ id: String, _ isNew: Bool) async throws {
        try await cloudFormation.deleteChangeSet(id, of: stackName)
        guard isNew, try await cloudFormation.stack(stackName)?.isUnderReview == true else { return }
        try await cloudFormation.deleteStack(stackName)
    }

    private func execute(_ id: String, changes: Int) async throws {
        let last = try await cloudFormation.events(of: stackName, after: nil).first?.id
        let before = try await cloudFormation.stack(stackName)
        var progress = DeploymentProgress(total: changes, lastEvent: last, status: before?.status)
        let lines = EventLines(console)
        // By its id, the stack is found even when it is gone again.
        let stackID = before?.id ?? stackName
        do {
            try await cloudFormation.executeChangeSet(id, of: stackName)
        } catch {
            throw await notExecuted(id, stackID, error)
        }
        let begin = time.now
        var patience = Patience()
        while true {
            let stack = try await cloudFormation.stack(stackID)
            let news = progress.take(try await cloudFormation.events(of: stackID, after: progress.lastEvent))
            lines.show(news, progress)
            switch progress.outcome(stack, after: time.now - begin) {
            case nil:
                try wait(stack, progress, for: time.now - begin, &patience)
                try await time.sleep(for: .seconds(2))
            case .succeeded:
                lines.clear()
                console.print("The stack \(stackName) is deployed.")
                show(stack)
                await checkIsTransformed(stackID)
                return
            case .failed(let status):
                lines.clear()
                throw progress.failure(status: status, stack: stackName, account.commandLine)
            }
        }
    }

    /// Why a change set was not executed, and how that leaves the stack.
    private func notExecuted(_ id: String, _ stackID: String, _ error: any Error) async -> CommandError {
        guard let stack = try? await cloudFormation.stack(stackID) else {
            return CommandError("\(error); how the stack \(stackName) is cannot be told")
        }
        let command = account.commandLine.cloudFormation("execute-change-set", ("change-set-name", id))
        let rest = stack.isBeingChanged ? "" : ", with its change set: `\(command)` executes it"
        return CommandError("\(error); the stack \(stackName) is left \(stack.status)\(rest)")
    }

    /// Warns where an endpoint other than AWS's has taken SAM's resources for good and made nothing of them.
    private func checkIsTransformed(_ stackID: String) async {
        guard !account.isAWS, !options.transformLocally,
            let template = try? await cloudFormation.processedTemplate(of: stackID),
            ProcessedTemplate.hasServerlessResources(template)
        else { return }
        console.warning(
            "the stack \(stackName) still holds AWS::Serverless resources: this endpoint does not transform them, and "
                + "has made nothing of them; deploy with --transform-locally"
        )
    }

    /// Whether it is worth it.
    private func wait(
        _ stack: Stack?,
        _ progress: DeploymentProgress,
        for elapsed: Duration,
        _ patience: inout Patience
    ) throws {
        try patience.check(
            "the stack \(stackName)",
            status: stack?.status ?? "",
            lastEvent: progress.lastEvent,
            at: elapsed
        ) {
            account.commandLine.cloudFormation("describe-stack-events", ("stack-name", stackName))
        }
    }

    private func show(_ stack: Stack?) {
        guard let outputs = stack?.outputs, !outputs.isEmpty else { return }
        var table = TextTable(["OUTPUT", "VALUE"], numbers: [])
        for output in outputs { table.add([output.key, output.value]) }
        for line in table.lines(console) { console.print(line) }
    }
}
