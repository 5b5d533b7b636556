import ArgumentParser
import JSON
import Time
import Wire

struct DLQCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dlq",
        abstract: "Shows what dead-letter queues hold, and sends it back.",
        discussion: """
            Queues are looked for in the region of AWS_REGION, us-east-1 without it.

            EXAMPLES
              hearth dlq list --output json
              hearth dlq peek catalog-dead
              hearth dlq redrive catalog-dead
            """,
        subcommands: [ListDeadLetterQueues.self, PeekDeadLetters.self, RedriveDeadLetters.self]
    )

    /// Runs `body` and tells its failure.
    fileprivate static func run(
        _ hearth: RunningOptions,
        _ body: (QueueClient, Console) async throws(CommandError) -> Void
    ) async throws {
        let console = Console()
        do throws(CommandError) {
            try await body(try await QueueClient(hearth), console)
        } catch {
            console.error(error.description)
            throw ExitCode.failure
        }
    }
}

struct ListDeadLetterQueues: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists the dead-letter queues, how many messages each holds and who sends to it.",
        discussion: """
            Those are the queues that redrive policies of queues and subscriptions name, dead-letter
            configurations of functions, targets of rules and schedules, and destinations on failure.

            EXAMPLES
              hearth dlq list
              hearth dlq list --output json
            """
    )

    @Option(help: "table or json.")
    var output: TableFormat = .table

    @OptionGroup var hearth: RunningOptions

    func run() async throws {
        try await DLQCommand.run(hearth) { (client, console) throws(CommandError) in
            let rows = DeadLetterQueue.all(
                of: try await client.allAttributes(),
                try await DeadLetterSender.all(client.services)
            )
            switch output {
            case .json: console.print(JSON.array(rows.map(\.json)).prettyText)
            case .table: for line in DeadLetterQueue.table(rows).lines(console) { console.print(line) }
            }
        }
    }
}

struct PeekDeadLetters: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "peek",
        abstract: "Shows messages and leaves them where they are.",
        discussion: """
            To look at a message is to receive it: its receive count grows.

            EXAMPLES
              hearth dlq peek catalog-dead
              hearth dlq peek catalog-dead --count 1 --output json
            """
    )

    @Argument(help: "The queue's name or URL.")
    var queue: String

    @Option(parsing: .unconditional, help: "How many, from 1 to 10.")
    var count: Int = 10

    @Option(help: "text, or json for one object a line.")
    var output: OutputFormat = .text

    @OptionGroup var hearth: RunningOptions

    func validate() throws {
        guard (1...10).contains(count) else { throw ValidationError("--count is from 1 to 10") }
    }

    func run() async throws {
        try await DLQCommand.run(hearth) { (client, console) throws(CommandError) in
            _ = try await client.attributes(of: queue)
            let request: JSON = [
                "QueueUrl": .string(queue), "MaxNumberOfMessages": JSON(count), "VisibilityTimeout": 0,
                "MessageSystemAttributeNames": ["All"], "MessageAttributeNames": ["All"],
            ]
            for message in try await client.call("ReceiveMessage", request)["Messages"]?.arrayValue ?? [] {
                show(message, console)
            }
        }
    }

    private func show(_ message: JSON, _ console: Console) {
        switch output {
        case .json:
            var object = message.objectValue ?? JSON.Object()
            object["ReceiptHandle"] = nil
            console.print(JSON.object(object).text)
        case .text:
            let sent = message["Attributes"]?["SentTimestamp"]?.stringValue.flatMap { Int64($0) } ?? 0
            let stamp = console.styled(Timestamp(millisecondsSinceEpoch: sent).iso8601Milliseconds, .dim)
            let id = message["MessageId"]?.stringValue ?? ""
            console.print("\(stamp) \(id) \(message["Body"]?.stringValue ?? "")")
        }
    }
}

struct RedriveDeadLetters: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "redrive",
        abstract: "Moves the messages back to the queues that they came from, or to another one.",
        discussion: """
            What functions, rules, schedules and topics have left came from no queue: --to says
            where it goes.

            EXAMPLES
              hearth dlq redrive catalog-dead
              hearth dlq redrive catalog-dead --to catalog-updates --rate 50
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
            let source = try await client.attributes(of: queue)["QueueArn"] ?? ""
            var request = JSON.Object([("SourceArn", source)])
            if let to { request["DestinationArn"] = try await client.attributes(of: to)["QueueArn"] }
            request["MaxNumberOfMessagesPerSecond"] = rate.map { JSON($0) }
            _ = try await client.call("StartMessageMoveTask", .object(request))
            try await finish(source, client, console)
        }
    }

    /// Waits for the end of the task.
    private func finish(_ source: JSON, _ client: QueueClient, _ console: Console) async throws(CommandError) {
        while true {
            let task = try await client.call("ListMessageMoveTasks", ["SourceArn": source])["Results"]?[0] ?? [:]
            let moved = task["ApproximateNumberOfMessagesMoved"]?.intValue ?? 0
            switch task["Status"]?.stringValue {
            case "RUNNING", "CANCELLING": try? await SystemTime().sleep(for: .milliseconds(100))
            case "COMPLETED":
                let text = "\(moved) message\(moved == 1 ? "" : "s") moved"
                return console.print(output == .json ? task.prettyText : text)
            case let status:
                let reason = task["FailureReason"]?.stringValue.map { ": \($0)" } ?? ""
                let remedy = reason.hasSuffix("CouldNotDetermineMessageSource") ? "; --to says where they go" : ""
                throw CommandError("the task is \(status ?? "gone")\(reason); \(moved) moved\(remedy)")
            }
        }
    }
}
