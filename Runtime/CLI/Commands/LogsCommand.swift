import ArgumentParser
import JSON
import Simulator
import Time
import Wire

struct LogsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs",
        abstract: "Shows what a function has logged.",
        discussion: """
            EXAMPLES
              hearth logs search
              hearth logs search --follow --since 1h
              hearth logs search --filter '?ERROR ?WARN'
              hearth logs search --filter '{ $.status >= 500 }' --output json
            """
    )

    @Argument(help: "The function's name, or the name of a log group with its slashes.")
    var function: String

    @Flag(name: [.short, .long], help: "Go on showing what comes.")
    var follow = false

    @Option(parsing: .unconditional, help: "How far to look back: 90s, 5m, 1h30m, 3d.")
    var since: LookBack = LookBack(duration: .seconds(600))

    @Option(
        help: ArgumentHelp(
            "Only lines that match a filter pattern of CloudWatch Logs.",
            discussion:
                "Words, \"several words\", ?either ?or, -without, { $.json = \"conditions\" }, [fields, of, lines].",
            valueName: "pattern"
        )
    )
    var filter: String?

    @Option(help: "text, or json for one object a line.")
    var output: OutputFormat = .text

    @Option(help: "The region that the log group is in.")
    var region: String = "us-east-1"

    @OptionGroup var hearth: RunningOptions

    /// How often a log that is followed is looked at.
    private static let interval = Duration.milliseconds(500)

    func run() async throws {
        let console = Console()
        do throws(CommandError) {
            let client = LogsClient(endpointURL: try await hearth.url(), region: region)
            let time = SystemTime()
            let start = try await now() - since.duration
            var tail = LogTail(group: group, or: alternative, filter: filter, start: start)
            while true {
                for event in try await tail.next(client, isPatient: follow) { show(event, console) }
                guard follow, await Self.wait(time) else { return }
            }
        } catch {
            console.error(error.description)
            throw ExitCode.failure
        }
    }

    /// By the clock of that Hearth, which may be a virtual one.
    private func now() async throws(CommandError) -> Timestamp {
        let answer = try await hearth.ask("GET", Clock.path, nil)
        guard let now = answer["now"]?.stringValue.flatMap({ Timestamp(iso8601: $0) }) else {
            throw CommandError("Hearth does not tell its time: \(answer.text)")
        }
        return now
    }

    /// Whether to go on.
    private static func wait(_ time: SystemTime) async -> Bool { (try? await time.sleep(for: interval)) != nil }

    private var group: String { function.contains("/") ? function : "/aws/lambda/\(function)" }

    /// The name may be a group's own.
    private var alternative: String? { function.contains("/") ? nil : function }

    private func show(_ event: JSON, _ console: Console) {
        switch output {
        case .json: console.print(event.text)
        case .text:
            let instant = Timestamp(millisecondsSinceEpoch: Int64(event["timestamp"]?.intValue ?? 0))
            let stamp = console.styled(instant.iso8601Milliseconds, .dim)
            console.print("\(stamp) \(event["message"]?.stringValue ?? "")")
        }
    }
}

/// A time before now, as `5m`.
struct LookBack: ExpressibleByArgument {
    var duration: Duration

    init(duration: Duration) { self.duration = duration }

    init?(argument: String) {
        guard let seconds = try? Quantity.seconds(argument), seconds <= 10_000 * 86_400 else { return nil }
        duration = .milliseconds(Int64(seconds * 1_000))
    }

    var defaultValueDescription: String { "10m" }
}
