import ArgumentParser
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

/// Which Hearth is meant, and how its faults are shown.
struct FaultOptions: ParsableArguments {
    @Option(help: "table or json.")
    var output: TableFormat = .table

    @OptionGroup var hearth: RunningOptions

    /// Calls `/_hearth/faults` and prints the faults that it answers.
    fileprivate func call(_ method: String, _ path: String = "", _ body: JSON? = nil) async throws {
        try await hearth.call(method, FaultsAPI.path + path, body) { answer, console in
            switch output {
            case .json: console.print(answer.prettyText)
            case .table:
                let faults = answer["faults"]?.arrayValue ?? [answer]
                for line in Self.table(faults).lines(console) { console.print(line) }
            }
        }
    }

    private static func table(_ faults: [JSON]) -> TextTable {
        let columns = ["ID", "SERVICE", "EFFECT", "ACTIONS", "RATE", "TIMES", "LEFT", "HAPPENED"]
        var table = TextTable(columns, numbers: [0, 4, 5, 6, 7])
        for fault in faults {
            let time = fault["milliseconds"].map { " \($0.text) ms" } ?? ""
            let actions = (fault["actions"]?.arrayValue ?? []).compactMap(\.stringValue)
            table.add([
                fault["id"]?.text ?? "", fault["service"]?.stringValue ?? "",
                (fault["effect"]?.stringValue ?? "") + time, actions.isEmpty ? "all" : actions.joined(separator: ","),
                fault["rate"]?.text ?? "", fault["times"]?.text ?? "-",
                fault["seconds"]?.doubleValue.map { Readable.time(seconds: $0) } ?? "-", fault["injected"]?.text ?? "",
            ])
        }
        return table
    }
}

struct AddFault: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Adds a fault, and shows it.",
        discussion: """
            EXAMPLES
              hearth fault add dynamodb throttle --rate 0.2 --action UpdateItem --for 5m
              hearth fault add sns late --by 10s --times 3 --output json
            """
    )

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

    @Option(parsing: .unconditional, help: "In which share of the cases, above 0 and at most 1.")
    var rate: Double = 1

    @Option(
        name: .customLong("for"),
        parsing: .unconditional,
        help: ArgumentHelp("How long, as 30s or 5m.", valueName: "time")
    )
    var duration: TimeArgument?

    @Option(parsing: .unconditional, help: "How many times, from 1.")
    var times: Int?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "How much slower or later, as 250ms, up to an hour; one second unless said otherwise.",
            valueName: "time"
        )
    )
    var by: TimeArgument?

    @Option(parsing: .unconditional, help: "The same seed makes the same cases go wrong.")
    var seed: UInt64 = 1

    @OptionGroup var faults: FaultOptions

    func validate() throws {
        guard rate > 0, rate <= 1 else { throw ValidationError("--rate is above 0 and at most 1") }
        guard times ?? 1 > 0 else { throw ValidationError("--times is at least 1") }
        guard duration?.seconds ?? 1 > 0 else { throw ValidationError("--for is longer than no time") }
        guard let by else { return }
        guard [.slow, .late].contains(effect) else { throw ValidationError("--by is for slow and late") }
        guard (0.001...3_600).contains(by.seconds) else { throw ValidationError("--by is from 1ms to 1h") }
    }

    func run() async throws {
        var members: [(String, JSON)] = [
            ("service", .string(service)), ("effect", .string(effect.rawValue)), ("rate", JSON(rate)),
            ("seed", .number(String(seed))), ("actions", .array(actions.map(JSON.string))),
        ]
        if let times { members.append(("times", JSON(times))) }
        if let duration { members.append(("seconds", JSON(duration.seconds))) }
        if let by { members.append(("milliseconds", JSON(by.seconds * 1_000))) }
        try await faults.call("POST", "", .object(JSON.Object(members)))
    }
}

struct ListFaults: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists the faults and how often each has happened.",
        discussion: """
            EXAMPLES
              hearth fault list
              hearth fault list --output json
            """
    )

    @OptionGroup var faults: FaultOptions

    func run() async throws { try await faults.call("GET") }
}

struct ClearFaults: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clear",
        abstract: "Removes faults, and shows those that are left.",
        discussion: """
            EXAMPLES
              hearth fault clear
              hearth fault clear 3
            """
    )

    @Argument(help: "The number of the fault; all of them where it is not said.")
    var id: Int?

    @OptionGroup var faults: FaultOptions

    func run() async throws { try await faults.call("DELETE", id.map { "/\($0)" } ?? "") }
}

struct KillProcesses: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kill",
        abstract: "Kills the processes of a function, busy or not, as if they had crashed.",
        discussion: """
            EXAMPLES
              hearth fault kill catalog-apply
              hearth fault kill catalog-apply --output json
            """
    )

    @Argument(help: "The function's name.")
    var function: String

    @Option(help: "text or json.")
    var output: OutputFormat = .text

    @OptionGroup var hearth: RunningOptions

    func run() async throws {
        let body = JSON.object(JSON.Object([("function", .string(function))]))
        try await hearth.call("POST", "\(FaultsAPI.path)/kill", body) { answer, console in
            let count = answer["killed"]?.intValue ?? 0
            console.print(output == .json ? answer.prettyText : "\(count) process\(count == 1 ? "" : "es") killed")
        }
    }
}

/// A time, as `30s` or `5m`.
struct TimeArgument: ExpressibleByArgument {
    var seconds: Double

    init?(argument: String) {
        guard let seconds = try? Quantity.seconds(argument) else { return nil }
        self.seconds = seconds
    }
}
