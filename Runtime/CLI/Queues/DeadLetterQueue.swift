import JSON
import Wire

/// A queue that others send to what they cannot deliver or process.
struct DeadLetterQueue {
    var arn: String
    /// Those that can be received now; `nil` where there is no such queue.
    var messages: Int?
    var senders: [DeadLetterSender]

    /// `queues` are the attributes of all queues, which send to one another; `others` send as well.
    static func all(of queues: [JSON], _ others: [DeadLetterSender]) -> [DeadLetterQueue] {
        let counts = queues.map { queue in
            let count = queue["ApproximateNumberOfMessages"]?.stringValue.flatMap { Int($0) }
            return (queue["QueueArn"]?.stringValue ?? "", count ?? 0)
        }
        let messages = Dictionary(counts) { first, _ in first }
        let senders = queues.compactMap(DeadLetterSender.queue) + others.filter { ARN($0.target)?.service == "sqs" }
        return Dictionary(grouping: senders, by: \.target)
            .map { DeadLetterQueue(arn: $0.key, messages: messages[$0.key], senders: $0.value) }
            .sorted { $0.name < $1.name }
    }

    private var name: String { ARN(arn)?.resource ?? arn }

    var json: JSON {
        [
            "name": .string(name), "arn": .string(arn), "messages": messages.map { JSON($0) } ?? .null,
            "senders": .array(senders.map { ["kind": .string($0.kind), "name": .string($0.name)] }),
        ]
    }

    static func table(_ queues: [DeadLetterQueue]) -> TextTable {
        var table = TextTable(["QUEUE", "MESSAGES", "FROM"], numbers: [1])
        for queue in queues {
            let senders = queue.senders.map { "\($0.kind) \($0.name)" }
            let count = queue.messages.map { "\($0)" } ?? "is missing"
            table.add([queue.name, count, senders.joined(separator: ", ")])
        }
        return table
    }
}
