import JSON
import Wire

/// A queue, topic or bus that something is sent to.
enum SendingTarget: Equatable {
    /// A name or URL.
    case queue(String)
    case topic(arn: String)
    /// A name or ARN.
    case bus(String)

    /// `nil` for a name alone, which may be that of any.
    init?(_ text: String) throws(CommandError) {
        if text.contains("://") {
            self = .queue(text)
            return
        }
        guard text.hasPrefix("arn:") else { return nil }
        guard let arn = ARN(text) else { throw CommandError("\(text) is no ARN") }
        switch arn.service {
        case "sqs": self = .queue(arn.resource)
        case "sns": self = .topic(arn: text)
        case "events": self = .bus(text)
        default: throw CommandError("\(text) is no queue, topic or bus")
        }
    }

    /// Finds what has this name. Throws where nothing has it, or several.
    static func named(_ name: String, _ client: ServiceClient) async throws(CommandError) -> SendingTarget {
        var found: [SendingTarget] = []
        if (try? await client.call("sqs", "AmazonSQS", "GetQueueUrl", ["QueueName": .string(name)])) != nil {
            found.append(.queue(name))
        }
        if let topic = try await topic(name, client) { found.append(.topic(arn: topic)) }
        let bus: JSON = ["Name": .string(name)]
        if (try? await client.call("events", "AWSEvents", "DescribeEventBus", version: "1.1", bus)) != nil {
            found.append(.bus(name))
        }
        guard let target = found.first else {
            throw CommandError("there is no queue, topic or bus \(name) in \(client.region)")
        }
        guard found.count == 1 else {
            throw CommandError("\(name) is more than one of a queue, a topic and a bus: name it by its ARN")
        }
        return target
    }

    private static func topic(_ name: String, _ client: ServiceClient) async throws(CommandError) -> String? {
        var token: String?
        repeat {
            let form = [("Action", "ListTopics")] + (token.map { [("NextToken", $0)] } ?? [])
            let page = try await client.call("sns", form: form)
            for part in page.split(separator: "<TopicArn>").dropFirst() {
                let arn = part.prefix { $0 != "<" }
                if arn.hasSuffix(":\(name)") { return String(arn) }
            }
            token = ServiceClient.element("NextToken", of: page)
        } while token != nil
        return nil
    }
}
