import ArgumentParser
import JSON
import Lambda

struct PsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ps",
        abstract: "Shows the execution environments of the Hearth that runs.",
        discussion: """
            EXAMPLES
              hearth ps
              hearth ps search --region eu-west-1
              hearth ps --output json
            """
    )

    @Argument(help: "Only this function.")
    var function: String?

    @Option(help: "Only functions of this region.")
    var region: String?

    @Option(help: "table or json.")
    var output: TableFormat = .table

    @OptionGroup var hearth: RunningOptions

    func run() async throws {
        let console = Console()
        do throws(CommandError) {
            var status = try await StatusClient(endpointURL: hearth.url()).status().of(region)
            if let function {
                status.functions = status.functions.filter { $0.name == function }
                let place = region.map { " in \($0)" } ?? ""
                if status.functions.isEmpty { throw CommandError("there is no function \(function)\(place)") }
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
