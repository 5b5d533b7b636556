import ArgumentParser
import JSON
import Time

struct RedriveDeadLetters: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "redrive",
        abstract: "Moves the messages back to the queues that they came from, or to another one.",
        discussion: """
            What functions, rules, schedules and topics have left came from no queue: --to says
            where it goes. Each is received, sent there with its attributes, and only then deleted.
            Messages that a receiver has stay.

            EXAMPLES
              hearth dlq redrive catalog-dead
              hearth dlq redrive catalog-dead --to catalog-updates --rate 50
              hearth dlq redrive rule-failures --to orders
            """
    )

    @Argument(help: "The dead-letter queue's name or URL.")
    var queue: String

    @Option(help: "The name or URL of the queue to move them to; without it, each goes where it came from.")
    var to: String?

    @Option(
        parsing: .unconditional,
        help: "Messages a second, from 1 to 500; as fast as it goes unless said otherwise."
    )
    var rate: Int?

    @Option(help: "text, or json with the task that moves them.")
    var output: OutputFormat = .text

    @OptionGroup var hearth: RunningOptions

    func validate() throws {
        guard (1...500).contains(rate ?? 1) else { throw ValidationError("--rate is from 1 to 500") }
    }

    func run() async throws {
        try await DLQCommand.run(hearth) { (client, console) throws(CommandError) in
            let source = try await client.attributes(of: queue)
            let destination: JSON? = if let to { try await client.attributes(of: to) } else { nil }
            let task =
                if try await client.sources(of: queue).isEmpty {
                    try await move(source, destination, client, console)
                } else {
                    try await moveTask(source, destination, client, console)
                }
            let moved = task["ApproximateNumberOfMessagesMoved"]?.intValue ?? 0
            console.print(output == .json ? task.prettyText : "\(moved) message\(moved == 1 ? "" : "s") moved")
        }
    }

    /// What no queue has left: SQS does not move that.
    private func move(
        _ source: JSON,
        _ destination: JSON?,
        _ client: QueueClient,
        _ console: Console
    ) async throws(CommandError) -> JSON {
        guard let to, let destination else {
            throw CommandError("\(queue) is the dead-letter queue of no queue: --to says where its messages go")
        }
        var move = try MessageMove(from: (queue, source), to: (to, destination), rate: rate, client)
        return try await move.run { show($0, of: $1, console) }
    }

    /// What SQS moves by itself. Waits for the end.
    private func moveTask(
        _ source: JSON,
        _ destination: JSON?,
        _ client: QueueClient,
        _ console: Console
    ) async throws(CommandError) -> JSON {
        let arn = source["QueueArn"] ?? ""
        var request = JSON.Object([("SourceArn", arn)])
        request["DestinationArn"] = destination?["QueueArn"]
        request["MaxNumberOfMessagesPerSecond"] = rate.map { JSON($0) }
        _ = try await client.call("StartMessageMoveTask", .object(request))
        while true {
            let task = try await client.call("ListMessageMoveTasks", ["SourceArn": arn])["Results"]?[0] ?? [:]
            let moved = task["ApproximateNumberOfMessagesMoved"]?.intValue ?? 0
            switch task["Status"]?.stringValue {
            case "RUNNING", "CANCELLING":
                show(moved, of: task["ApproximateNumberOfMessagesToMove"]?.intValue ?? 0, console)
                try? await SystemTime().sleep(for: .milliseconds(100))
            case "COMPLETED": return task
            case let status:
                let reason = task["FailureReason"]?.stringValue.map { ": \($0)" } ?? ""
                let remedy = reason.hasSuffix("CouldNotDetermineMessageSource") ? "; --to says where they go" : ""
                throw CommandError("the task is \(status ?? "gone")\(reason); \(moved) moved\(remedy)")
            }
        }
    }

    /// On a terminal, in one line that is overwritten.
    private func show(_ moved: Int, of total: Int, _ console: Console) {
        if console.isInteractive { console.write(Array("\r\u{1B}[K\(moved) of \(total) moved\r".utf8), to: 2) }
    }
}
