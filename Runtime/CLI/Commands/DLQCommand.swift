import ArgumentParser
import JSON

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
              hearth dlq redrive rule-failures --to orders
            """,
        subcommands: [ListDeadLetterQueues.self, PeekDeadLetters.self, RedriveDeadLetters.self]
    )

    /// Runs `body` and tells its failure.
    static func run(
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
