import ArgumentParser
import JSON
import Lambda
import Wire

struct PsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ps",
        abstract: "Shows the execution environments of the Hearth that runs.",
        discussion: """
            EXAMPLES
              hearth ps
              hearth ps search --region eu-west-1
              hearth ps search:live
              hearth ps --output json
            """
    )

    @Argument(help: "Only this function, or this version or alias of it; ARNs are names, too.")
    var function: String?

    @Option(help: "Only functions of this region.")
    var region: String?

    @Option(help: "table or json.")
    var output: TableFormat = .table

    @OptionGroup var hearth: RunningOptions

    func run() async throws {
        let console = Console()
        do throws(CommandError) {
            var status = try await StatusClient(endpointURL: hearth.url()).status()
            if let function {
                status.functions = try await functions(function, of: status)
            } else {
                status = status.of(region)
            }
            switch output {
            case .table: for line in Self.table(status).lines(console) { console.print(line) }
            case .json: console.print(try Self.json(status))
            }
        } catch {
            console.error(error.description)
            throw ExitCode.failure
        }
    }

    /// Those that the argument names.
    private func functions(_ text: String, of status: LambdaStatus) async throws(CommandError) -> [FunctionStatus] {
        guard let wanted = FunctionName(text) else { throw CommandError("\(text) is no name of a function") }
        let region = wanted.region ?? region
        let all = status.of(region).functions.filter { $0.name == wanted.name }
        guard !all.isEmpty else {
            throw CommandError("there is no function \(wanted.name)" + (region.map { " in \($0)" } ?? ""))
        }
        guard let qualifier = wanted.qualifier else { return all }
        let version = try await version(qualifier, of: wanted.name, region ?? all[0].region)
        let found = all.filter { $0.version == version }
        if found.isEmpty { throw CommandError("function \(wanted.name) has no version \(version)") }
        return found
    }

    /// The version that an alias leads to; a version is one itself.
    private func version(
        _ qualifier: String,
        of name: String,
        _ region: String
    ) async throws(CommandError) -> String {
        if qualifier == "$LATEST" || Int(qualifier) != nil { return qualifier }
        var client = try await ServiceClient(hearth)
        client.region = region
        let alias = try await client.get("lambda", "/2015-03-31/functions/\(name)/aliases/\(qualifier)", query: [])
        return alias["FunctionVersion"]?.stringValue ?? qualifier
    }

    private static func json(_ status: LambdaStatus) throws(CommandError) -> String {
        do {
            return try JSON(parsing: String(decoding: try JSONCoder.encode(status), as: UTF8.self)).prettyText
        } catch {
            throw CommandError("the status cannot be written: \(error)")
        }
    }

    private static func table(_ status: LambdaStatus) -> TextTable {
        var table = TextTable(
            ["FUNCTION", "ENV", "STATE", "AGE", "INVOCATIONS", "MEMORY", "LAST USE", "PID"],
            numbers: [1, 3, 4, 5, 6, 7]
        )
        for function in status.functions {
            let name = function.label(among: status)
            if function.environments.isEmpty { table.add([name, "-", "-", "-", "-", "-", "-", "-"]) }
            for environment in function.environments { table.add(row(name, environment)) }
        }
        return table
    }

    private static func row(_ name: String, _ environment: EnvironmentStatus) -> [String] {
        let hasServed = environment.invocations > 0
        let lastUse = environment.state == .busy ? "now" : Readable.time(seconds: environment.idleSeconds) + " ago"
        return [
            name, "\(environment.number)",
            environment.state.rawValue + (environment.isProvisioned ? " (provisioned)" : ""),
            Readable.time(seconds: environment.ageSeconds), "\(environment.invocations)",
            Readable.memory(kilobytes: environment.memoryKilobytes), hasServed ? lastUse : "-",
            environment.processID.map { "\($0)" } ?? "-",
        ]
    }
}
