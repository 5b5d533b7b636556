import ArgumentParser
import JSON
import Time

struct DLQCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dlq",
        abstract: "Shows what dead-letter queues hold, and sends it back.",
        discussion: """
            EXAMPLES
              hearth dlq list
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
        abstract: "Lists the dead-letter queues, how many messages each holds and which queues send to it."
    )

    @OptionGroup var hearth: RunningOptions

    func run() async throws {
        try await DLQCommand.run(hearth) { (client, console) throws(CommandError) in
            for name in try await client.names() {
                let sources = try await client.sources(of: name)
                if sources.isEmpty { continue }
                let count = try await client.attributes(of: name)["ApproximateNumberOfMessages"]?.stringValue ?? "0"
                console.print(
                    "\(name)  \(count) message\(count == "1" ? "" : "s")  from \(sources.joined(separator: ", "))"
                )
            }
        }
    }
}

struct PeekDeadLetters: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "peek",
        abstract: "Shows messages and leaves them where they are, one JSON object a line.",
        discussion: "To look at a message is to receive it: its receive count grows."
    )

    @Argument(help: "The queue's name or URL.")
    var queue: String

    @Option(help: "How many, from 1 to 10.")
    var count: Int = 10

    @OptionGroup var hearth: RunningOptions

    func run() async throws {
        try await DLQCommand.run(hearth) { (client, console) throws(CommandError) in
            let request: JSON = [
                "QueueUrl": .string(queue), "MaxNumberOfMessages": JSON(count), "VisibilityTimeout": 0,
                "MessageSystemAttributeNames": ["All"], "MessageAttributeNames": ["All"],
            ]
            for message in try await client.call("ReceiveMessage", request)["Messages"]?.arrayValue ?? [] {
                guard case .object(var object) = message else { continue }
                object["ReceiptHandle"] = nil
                console.print(JSON.object(object).text)
            }
        }
    }
}

struct RedriveDeadLetters: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "redrive",
        abstract: "Moves the messages back to the queues that they came from, or to another one."
    )

    @Argument(help: "The dead-letter queue's name or URL.")
    var queue: String

    @Option(help: "The name or URL of the queue to move them to; without it, each goes where it came from.")
    var to: String?

    @Option(help: "Messages a second, from 1 to 500; as fast as it goes unless said otherwise.")
    var rate: Int?

    @OptionGroup var hearth: RunningOptions

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
            let task = try await client.call("ListMessageMoveTasks", ["SourceArn": source])["Results"]?[0]
            let moved = task?["ApproximateNumberOfMessagesMoved"]?.intValue ?? 0
            switch task?["Status"]?.stringValue {
            case "RUNNING", "CANCELLING": try? await SystemTime().sleep(for: .milliseconds(100))
            case "COMPLETED": return console.print("\(moved) message\(moved == 1 ? "" : "s") moved")
            case let status:
                let reason = task?["FailureReason"]?.stringValue.map { ": \($0)" } ?? ""
                throw CommandError("the task is \(status ?? "gone")\(reason); \(moved) moved")
            }
        }
    }
}
