import ArgumentParser
import CurlHTTP
import Faults
import JSON
import Simulator

struct FaultCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fault",
        abstract: "Lets things go wrong in a Hearth that runs.",
        discussion: """
            Faults are seeded: the same calls in the same order go wrong in the same places.

            EXAMPLES
              hearth fault add dynamodb fail --for 30s
              hearth fault add dynamodb throttle --rate 0.2 --action UpdateItem --action PutItem
              hearth fault add lambda slow --by 300ms --action Invoke
              hearth fault add sqs duplicate --rate 0.1
              hearth fault kill catalog-apply
              hearth fault list --output json
              hearth fault clear
            """,
        subcommands: [AddFault.self, ListFaults.self, ClearFaults.self, KillProcesses.self]
    )
}

/// Which Hearth is meant.
struct RunningOptions: ParsableArguments {
    @Option(help: "The AWS endpoint of the Hearth that runs.")
    var endpointURL: String?

    @Option(help: "Where the state of that Hearth is kept.")
    var dataDir: String = ".hearth"

    /// Calls `/_hearth/faults` and prints the answer.
    func call(_ method: String, _ path: String = "", _ body: JSON? = nil) async throws {
        let console = Console()
        do throws(CommandError) {
            let answer = try await ask(method, "/_hearth/faults\(path)", body)
            console.write(Array((answer.prettyText + "\n").utf8), to: 1)
        } catch {
            console.error(error.description)
            throw ExitCode.failure
        }
    }

    /// The answer of that Hearth to a request that may take so long.
    func ask(
        _ method: String,
        _ path: String,
        _ body: JSON?,
        within limit: Duration = .seconds(30)
    ) async throws(CommandError) -> JSON {
        let discovery = EndpointDiscovery(explicit: endpointURL, state: StateDirectory(path: dataDir))
        let url = try await discovery.required() + path
        let headers = CurlHeaderList([("Content-Type", "application/json")])
        var request = CurlRequest(method: method, url: url, headers: headers, body: body?.bytes)
        request.timeout = limit
        do {
            let response = try await CurlClient.shared.send(request)
            let answer = try JSON(parsing: response.body)
            if (200..<300).contains(response.status) { return answer }
            throw CommandError(answer["message"]?.stringValue ?? "the answer was \(response.status)")
        } catch let error as CommandError {
            throw error
        } catch {
            throw CommandError("\(url) did not answer: \(error)")
        }
    }
}

struct AddFault: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "add", abstract: "Adds a fault.")

    enum Effect: String, ExpressibleByArgument, CaseIterable {
        case throttle, fail, slow, lose, duplicate, late
    }

    @Argument(help: "The service that is called or delivered to, as dynamodb, sqs, events, sns or lambda.")
    var service: String

    @Argument(
        help: """
            Calls: throttle, fail, slow, lose (done, but answered with an error). Deliveries to queues, topics, buses
            and functions: duplicate, late.
            """
    )
    var effect: Effect

    @Option(name: .customLong("action"), help: "Only this action; may be given several times.")
    var actions: [String] = []

    @Option(help: "In which share of the cases, from 0 to 1.")
    var rate: Double = 1

    @Option(name: .customLong("for"), help: ArgumentHelp("How long, as 30s or 5m.", valueName: "time"))
    var duration: String?

    @Option(help: "How many times.")
    var times: Int?

    @Option(
        help: ArgumentHelp("How much slower or later, as 250ms; one second unless said otherwise.", valueName: "time")
    )
    var by: String?

    @Option(help: "The same seed makes the same cases go wrong.")
    var seed: UInt64 = 1

    @OptionGroup var hearth: RunningOptions

    func run() async throws {
        var members: [(String, JSON)] = [
            ("service", .string(service)), ("effect", .string(effect.rawValue)), ("rate", JSON(rate)),
            ("seed", .number(String(seed))), ("actions", .array(actions.map(JSON.string))),
        ]
        if let times { members.append(("times", JSON(times))) }
        if let duration { members.append(("seconds", JSON(try Self.seconds(duration)))) }
        if let by { members.append(("milliseconds", JSON(try Self.seconds(by) * 1_000))) }
        try await hearth.call("POST", "", .object(JSON.Object(members)))
    }

    private static func seconds(_ text: String) throws -> Double {
        do throws(InputError) {
            return try Quantity.seconds(text)
        } catch {
            throw ValidationError("\(error)")
        }
    }
}

struct ListFaults: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists the faults and how often each has happened."
    )

    enum Output: String, ExpressibleByArgument, CaseIterable {
        case table
        case json
    }

    @Option(help: "table or json.")
    var output: Output = .table

    @OptionGroup var hearth: RunningOptions

    func run() async throws {
        let console = Console()
        do throws(CommandError) {
            let answer = try await hearth.ask("GET", FaultsAPI.path, nil)
            switch output {
            case .json: console.print(answer.prettyText)
            case .table: for line in Self.table(answer).lines(console) { console.print(line) }
            }
        } catch {
            console.error(error.description)
            throw ExitCode.failure
        }
    }

    private static func table(_ answer: JSON) -> TextTable {
        let columns = ["ID", "SERVICE", "EFFECT", "ACTIONS", "RATE", "LEFT", "HAPPENED"]
        var table = TextTable(columns, numbers: [0, 4, 5, 6])
        for fault in answer["faults"]?.arrayValue ?? [] {
            let time = fault["milliseconds"].map { " \($0.text) ms" } ?? ""
            let actions = (fault["actions"]?.arrayValue ?? []).compactMap(\.stringValue)
            table.add([
                fault["id"]?.text ?? "", fault["service"]?.stringValue ?? "",
                (fault["effect"]?.stringValue ?? "") + time, actions.isEmpty ? "all" : actions.joined(separator: ","),
                fault["rate"]?.text ?? "", fault["seconds"].map { "\($0.text) s" } ?? "-",
                fault["injected"]?.text ?? "",
            ])
        }
        return table
    }
}

struct ClearFaults: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "clear", abstract: "Removes faults.")

    @Argument(help: "The number of the fault; all of them where it is not said.")
    var id: Int?

    @OptionGroup var hearth: RunningOptions

    func run() async throws { try await hearth.call("DELETE", id.map { "/\($0)" } ?? "") }
}

struct KillProcesses: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kill",
        abstract: "Kills the processes of a function, busy or not, as if they had crashed."
    )

    @Argument(help: "The function's name.")
    var function: String

    @OptionGroup var hearth: RunningOptions

    func run() async throws {
        try await hearth.call("POST", "/kill", .object(JSON.Object([("function", .string(function))])))
    }
}
