import JSON
import Wire

extension Application {
    /// An SQS queue: `AWS::SQS::Queue`.
    package struct Queue: Sendable, Hashable {
        package var logicalID: String
        /// `QueueName`; the logical id where there is none, with `.fifo` behind it for a FIFO queue.
        package var name: String
        package var arn: ARN
        /// As the API takes them, by name: `VisibilityTimeout`, `RedrivePolicy`, …
        package var attributes: [String: String] = [:]
        package var tags: [String: String] = [:]
        /// Where the template defines it.
        package var path: JSONPath
    }
}

extension Application.Queue {
    /// The input of SQS's `CreateQueue` that makes this queue.
    ///
    /// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html
    package var createQueueInput: JSON {
        let object = { (texts: [String: String]) in
            JSON.object(JSON.Object(texts.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }))
        }
        return ["QueueName": .string(name), "Attributes": object(attributes), "tags": object(tags)]
    }

    /// The queue that gets what this one cannot deliver.
    package var deadLetterTarget: String? {
        attributes["RedrivePolicy"].flatMap { text in (try? JSON(parsing: text))?["deadLetterTargetArn"]?.stringValue }
    }
}

extension Application {
    /// The queues in an order in which they can be made: each behind the one that is its dead-letter queue.
    package var queuesInOrder: [Queue] {
        var (ordered, rest): ([Queue], [Queue]) = ([], queues)
        while !rest.isEmpty {
            let waiting = Set(rest.map(\.arn.description))
            let ready = rest.filter { queue in
                queue.deadLetterTarget.map { !waiting.contains($0) || $0 == queue.arn.description } ?? true
            }
            // Queues that name each other in a circle: the service says what is wrong with them.
            if ready.isEmpty { return ordered + rest }
            ordered += ready
            rest.removeAll { queue in ready.contains { $0.logicalID == queue.logicalID } }
        }
        return ordered
    }
}
