import ArgumentParser
import JSON

struct SendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send",
        abstract: "Sends a message to a queue of the Hearth that runs.",
        discussion: """
            Prints the message's id.

            EXAMPLES
              hearth send catalog-updates '{"productId":"p1"}'
              cat update.json | hearth send catalog-updates -
              hearth send orders.fifo '{"order":7}' --group customer-3
            """
    )

    @Argument(help: "The queue's name or URL.")
    var queue: String

    @Argument(help: "The body, or - for standard input.")
    var body: String

    @Option(help: "The message group, which FIFO queues want.")
    var group: String?

    @Option(help: "The deduplication id, for FIFO queues that do not make one of the body.")
    var deduplicationID: String?

    @Option(help: "Seconds for which nobody can receive it.")
    var delay: Int?

    @OptionGroup var hearth: RunningOptions

    func run() async throws {
        let console = Console()
        do throws(CommandError) {
            var request = JSON.Object([("QueueUrl", .string(queue)), ("MessageBody", .string(text()))])
            request["MessageGroupId"] = group.map { .string($0) }
            request["MessageDeduplicationId"] = deduplicationID.map { .string($0) }
            request["DelaySeconds"] = delay.map { JSON($0) }
            let reply = try await QueueClient(hearth).call("SendMessage", .object(request))
            console.print(reply["MessageId"]?.stringValue ?? "")
        } catch {
            console.error(error.description)
            throw ExitCode.failure
        }
    }

    private func text() -> String {
        if body != "-" { return body }
        var text = ""
        while let line = readLine(strippingNewline: false) { text += line }
        return text
    }
}
