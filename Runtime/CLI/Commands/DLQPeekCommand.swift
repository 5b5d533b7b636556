import ArgumentParser
import JSON
import Time
import Wire

struct PeekDeadLetters: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "peek",
        abstract: "Shows messages and leaves them where they are.",
        discussion: """
            Those too that a receiver has, or that wait for their delay. Nothing is received by
            that: receive counts stay what they are.

            EXAMPLES
              hearth dlq peek catalog-dead
              hearth dlq peek catalog-dead --count 1 --output json
            """
    )

    @Argument(help: "The queue's name or URL.")
    var queue: String

    @Option(parsing: .unconditional, help: "How many, from 1 to 100.")
    var count: Int = 10

    @Option(help: "text, or json for one object a line.")
    var output: OutputFormat = .text

    @OptionGroup var hearth: RunningOptions

    func validate() throws {
        guard MessagesEndpoint.counts.contains(count) else { throw ValidationError("--count is from 1 to 100") }
    }

    func run() async throws {
        try await DLQCommand.run(hearth) { (client, console) throws(CommandError) in
            let name = PercentEncoding.encode(queue)
            let query = "queue=\(name)&region=\(client.services.region)&count=\(count)"
            let answer = try await hearth.ask("GET", "\(MessagesEndpoint.path)?\(query)", nil)
            for message in answer["messages"]?.arrayValue ?? [] {
                show(message, console)
            }
        }
    }

    private func show(_ message: JSON, _ console: Console) {
        switch output {
        case .json: console.print(message.text)
        case .text:
            let sent = message["Attributes"]?["SentTimestamp"]?.stringValue.flatMap { Int64($0) } ?? 0
            let stamp = console.styled(Timestamp(millisecondsSinceEpoch: sent).iso8601Milliseconds, .dim)
            let words = [stamp, message["MessageId"]?.stringValue, state(message), message["Body"]?.stringValue]
            console.print(words.compactMap { $0 }.joined(separator: " "))
        }
    }

    /// `nil` for a message that anybody can receive.
    private func state(_ message: JSON) -> String? {
        switch message["State"] {
        case "inFlight": "(in flight)"
        case "delayed": "(delayed)"
        default: nil
        }
    }
}
