import JSON
import Time

/// Moves messages from one queue to another as a client can: receives, sends, deletes what was sent.
struct MessageMove {
    /// By name or URL.
    private let source: String
    private let destination: String
    private let client: QueueClient
    /// In messages a second.
    private let rate: Int?
    private let time = SystemTime()
    /// Told at the end in the words of SQS's own tasks.
    private var task: JSON.Object
    /// How many there were at the start: what comes meanwhile stays.
    private let total: Int
    private var moved = 0

    /// Queues with their attributes.
    init(
        from source: (name: String, attributes: JSON),
        to destination: (name: String, attributes: JSON),
        rate: Int?,
        _ client: QueueClient
    ) throws(CommandError) {
        let (origin, target) = (source.attributes, destination.attributes)
        guard origin["QueueArn"] != target["QueueArn"] else {
            throw CommandError("\(destination.name) is where the messages are")
        }
        guard origin["FifoQueue"] == target["FifoQueue"] else {
            throw CommandError("\(source.name) and \(destination.name) must both be FIFO queues, or neither")
        }
        (self.source, self.destination) = (source.name, destination.name)
        (self.rate, self.client) = (rate, client)
        total = origin["ApproximateNumberOfMessages"]?.stringValue.flatMap { Int($0) } ?? 0
        task = JSON.Object([("SourceArn", origin["QueueArn"] ?? ""), ("DestinationArn", target["QueueArn"] ?? "")])
        task["MaxNumberOfMessagesPerSecond"] = rate.map { JSON($0) }
        task["ApproximateNumberOfMessagesToMove"] = JSON(total)
    }

    /// Ends when as many are moved as there were at the start, or when there are none left. `show` is told how many have
    /// been moved of how many.
    mutating func run(_ show: (Int, Int) -> Void) async throws(CommandError) -> JSON {
        let start = time.now
        while moved < total {
            if let rate { try? await time.sleep(for: start + .seconds(Double(moved) / Double(rate)) - time.now) }
            let messages = try await receive(min(10, total - moved, rate ?? 10))
            if messages.isEmpty { break }
            try await pass(on: messages)
            show(moved, total)
        }
        task["Status"] = "COMPLETED"
        task["ApproximateNumberOfMessagesMoved"] = JSON(moved)
        return .object(task)
    }

    private func receive(_ count: Int) async throws(CommandError) -> [JSON] {
        let request: JSON = [
            "QueueUrl": .string(source), "MaxNumberOfMessages": JSON(count), "VisibilityTimeout": 60,
            "MessageSystemAttributeNames": ["All"], "MessageAttributeNames": ["All"],
        ]
        return try await client.call("ReceiveMessage", request)["Messages"]?.arrayValue ?? []
    }

    /// What cannot be sent can be received again at once.
    private mutating func pass(on messages: [JSON]) async throws(CommandError) {
        var (sent, failure) = (0, CommandError?.none)
        for message in messages {
            do throws(CommandError) {
                try await send(message)
                sent += 1
            } catch {
                failure = error
                break
            }
        }
        try await all("DeleteMessageBatch", messages.prefix(sent))
        moved += sent
        guard let failure else { return }
        try await all("ChangeMessageVisibilityBatch", messages.dropFirst(sent), JSON.Object([("VisibilityTimeout", 0)]))
        throw CommandError("\(failure.description); \(moved) moved")
    }

    private func send(_ message: JSON) async throws(CommandError) {
        var request = JSON.Object([("QueueUrl", .string(destination)), ("MessageBody", message["Body"] ?? "")])
        request["MessageAttributes"] = message["MessageAttributes"]
        for name in ["MessageGroupId", "MessageDeduplicationId"] { request[name] = message["Attributes"]?[name] }
        if let trace = message["Attributes"]?["AWSTraceHeader"] {
            request["MessageSystemAttributes"] = ["AWSTraceHeader": ["DataType": "String", "StringValue": trace]]
        }
        _ = try await client.call("SendMessage", .object(request))
    }

    private func all(
        _ action: String,
        _ messages: ArraySlice<JSON>,
        _ members: JSON.Object = JSON.Object()
    ) async throws(CommandError) {
        if messages.isEmpty { return }
        let entries = messages.enumerated().map { index, message in
            var entry = members
            entry["Id"] = .string("\(index)")
            entry["ReceiptHandle"] = message["ReceiptHandle"]
            return JSON.object(entry)
        }
        let answer = try await client.call(action, ["QueueUrl": .string(source), "Entries": .array(entries)])
        if let failed = answer["Failed"]?[0] {
            throw CommandError("\(failed["Message"]?.stringValue ?? action); \(moved) moved")
        }
    }
}
