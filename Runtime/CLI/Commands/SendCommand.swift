import ArgumentParser
import JSON
import Wire

struct SendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send",
        abstract: "Sends a message to a queue or topic, or an event to a bus, of the Hearth that runs.",
        discussion: """
            Prints the id of the message or event, or the whole answer as JSON. Topics and buses are looked for in the
            region of AWS_REGION, us-east-1 without it, unless an ARN names them.

            EXAMPLES
              hearth send catalog-updates '{"productId":"p1"}'
              cat update.json | hearth send catalog-updates -
              hearth send orders.fifo '{"order":7}' --group customer-3
              hearth send price-drops 'c1 costs less' --subject 'Good news'
              hearth send price-drops 'c1' --attribute kind=book --attribute percent:Number=20
              hearth send catalog '{"productId":"p1"}' --source shop --detail-type ProductUpdated
            """
    )

    @Argument(help: "The queue, topic or bus: its name or ARN; a queue's URL.")
    var target: String

    @Argument(help: "The body, the message or the event's detail, or - for standard input.")
    var body: String

    @Option(help: "The message group, which FIFO queues and topics want.")
    var group: String?

    @Option(help: "The deduplication id, for FIFO queues and topics that do not make one of the body.")
    var deduplicationID: String?

    @Option(parsing: .unconditional, help: "Of a queue: seconds for which nobody can receive it, from 0 to 900.")
    var delay: Int?

    @Option(help: "Of a topic: the subject of e-mails.")
    var subject: String?

    @Option(help: "Of a bus: where the event comes from, which rules look at.")
    var source: String?

    @Option(help: "Of a bus: what has happened, which rules look at.")
    var detailType: String?

    @Option(
        name: .customLong("attribute"),
        help: ArgumentHelp(
            "Of a queue or topic: an attribute of the message; may be given again.",
            discussion: "Filter policies look at them. Types are String, Number, Binary (in base64) and String.Array.",
            valueName: "name[:type]=value"
        )
    )
    var attributes: [SendingAttribute] = []

    @Option(help: "text or json.")
    var output: OutputFormat = .text

    @OptionGroup var hearth: RunningOptions

    func validate() throws {
        guard (0...900).contains(delay ?? 0) else { throw ValidationError("--delay is from 0 to 900 seconds") }
        guard Set(attributes.map(\.name)).count == attributes.count else {
            throw ValidationError("--attribute: each name may be given once.")
        }
    }

    func run() async throws {
        let console = Console()
        do throws(CommandError) {
            var client = try await ServiceClient(hearth)
            if let region = ARN(target)?.region { client.region = region }
            var place = try SendingTarget(target)
            if place == nil { place = try await SendingTarget.named(target, client) }
            guard let place else { return }
            try check(place)
            let text = try text()
            if text.isEmpty { throw CommandError("there is nothing to send: the body is empty") }
            let answer = try await send(text, to: place, client)
            switch output {
            case .text: console.print((answer["MessageId"] ?? answer["EventId"])?.stringValue ?? "")
            case .json: console.print(answer.prettyText)
            }
        } catch {
            console.error(error.description)
            throw ExitCode.failure
        }
    }

    /// Options of one kind of target say nothing to another.
    private func check(_ place: SendingTarget) throws(CommandError) {
        let given: [(name: String, isGiven: Bool, kind: String)] = [
            ("--delay", delay != nil, "queue"), ("--subject", subject != nil, "topic"),
            ("--source", source != nil, "bus"), ("--detail-type", detailType != nil, "bus"),
        ]
        let kind =
            switch place {
            case .queue: "queue"
            case .topic: "topic"
            case .bus: "bus"
            }
        for option in given where option.isGiven && option.kind != kind {
            throw CommandError("\(target) is a \(kind): \(option.name) is for a \(option.kind)")
        }
        if kind != "bus", target.hasSuffix(".fifo"), group == nil {
            throw CommandError("\(target) is a FIFO \(kind): --group says which messages stay in order")
        }
        if kind == "bus" {
            guard source != nil, detailType != nil else {
                throw CommandError("\(target) is a bus: its rules look at --source and --detail-type")
            }
            if group != nil || deduplicationID != nil { throw CommandError("\(target) is a bus: it has no groups") }
            if !attributes.isEmpty { throw CommandError("\(target) is a bus: events have no --attribute") }
        }
    }

    private func send(
        _ text: String,
        to place: SendingTarget,
        _ client: ServiceClient
    ) async throws(CommandError) -> JSON {
        switch place {
        case .queue(let queue): try await send(text, toQueue: queue, client)
        case .topic(let arn): try await publish(text, to: arn, client)
        case .bus(let bus): try await put(text, on: bus, client)
        }
    }

    private func send(
        _ text: String,
        toQueue queue: String,
        _ client: ServiceClient
    ) async throws(CommandError) -> JSON {
        var request = JSON.Object([("QueueUrl", .string(queue)), ("MessageBody", .string(text))])
        request["MessageGroupId"] = group.map { .string($0) }
        request["MessageDeduplicationId"] = deduplicationID.map { .string($0) }
        request["DelaySeconds"] = delay.map { JSON($0) }
        if !attributes.isEmpty {
            request["MessageAttributes"] = .object(JSON.Object(attributes.map { ($0.name, $0.json) }))
        }
        return try await client.call("sqs", "AmazonSQS", "SendMessage", .object(request))
    }

    private func publish(
        _ text: String,
        to topic: String,
        _ client: ServiceClient
    ) async throws(CommandError) -> JSON {
        var form = [("Action", "Publish"), ("TopicArn", topic), ("Message", text)]
        if let subject { form.append(("Subject", subject)) }
        if let group { form.append(("MessageGroupId", group)) }
        if let deduplicationID { form.append(("MessageDeduplicationId", deduplicationID)) }
        for (index, attribute) in attributes.enumerated() { form += attribute.form(index + 1) }
        return try await client.result("sns", form: form)
    }

    private func put(_ text: String, on bus: String, _ client: ServiceClient) async throws(CommandError) -> JSON {
        let entry = JSON.Object([
            ("EventBusName", .string(bus)), ("Source", .string(source ?? "")),
            ("DetailType", .string(detailType ?? "")), ("Detail", .string(text)),
        ])
        let request: JSON = ["Entries": [.object(entry)]]
        let reply = try await client.call("events", "AWSEvents", "PutEvents", version: "1.1", request)
        let answer = reply["Entries"]?[0]
        if let error = answer?["ErrorMessage"]?.stringValue { throw CommandError(error) }
        return answer ?? [:]
    }

    private func text() throws(CommandError) -> String {
        if body != "-" { return body }
        guard let text = String(validating: try InputBytes.standardInput(), as: UTF8.self) else {
            throw CommandError("standard input is not UTF-8")
        }
        return text
    }
}
