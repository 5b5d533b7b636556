import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Looks at messages without receiving them.
extension SQS {
    /// The first messages of a queue, by its name or URL, in the order in which they came: as `ReceiveMessage` tells of
    /// them, without a handle, with how often they have been received so far and a `State`. Changes nothing. Calls
    /// `completion` exactly once, on whatever thread.
    package func look(
        into queue: String,
        region: String,
        maximum: Int,
        completion: @escaping @Sendable (Result<[JSON], AWSError>) -> Void
    ) {
        guard let name = QueueName.inURL(queue, of: context.account),
            let queue = catalogue[QueueKey(region: region, name: name)]
        else { return completion(.failure(.noSuchQueue)) }
        context.database.read { [self] connection in
            let found = Result {
                try MessageWriter(self, connection.get()).all(in: queue, maximum).map { try $0.json(of: queue) }
            }
            completion(found.mapError { awsError($0) })
        }
    }
}

extension MessageWriter {
    /// Those whose time is not over.
    fileprivate func all(in queue: Queue, _ limit: Int) throws -> [LyingMessage] {
        let conditions =
            queue.attributes.isFIFO
            ? ["INDEXED BY sqs_member WHERE space = ? AND fifo = 1"]
            : [
                "INDEXED BY sqs_ready WHERE space = ? AND due IS NULL AND fifo = 0",
                "INDEXED BY sqs_waiting WHERE space = ? AND due IS NOT NULL",
            ]
        let end = now - .seconds(queue.attributes.messageRetentionPeriod)
        let found = try conditions.flatMap { condition in
            try messages(
                "\(condition) AND sent > ? ORDER BY id LIMIT ?",
                [.integer(queue.space), .timestamp(end), .integer(limit)]
            )
        }
        return try found.sorted { $0.id < $1.id }.prefix(limit).map { message in
            LyingMessage(stored: message, body: try body(of: message), state: state(of: message))
        }
    }

    private func state(of message: StoredMessage) -> LyingMessage.State {
        guard let due = message.due, due > now else { return .visible }
        return message.received == 0 ? .delayed : .inFlight
    }
}

/// A message that stays where it is.
private struct LyingMessage {
    enum State: String { case visible, delayed, inFlight }

    var stored: StoredMessage
    var body: String
    var state: State

    func json(of queue: Queue) throws -> JSON {
        var stored = stored
        stored.received -= 1
        let message = ReceivedMessage(stored, body: body, received: stored.sent, from: queue)
        var system = JSON.Object(message.systemAttributes.map { ($0.name, .string($0.value)) })
        if stored.firstReceived == nil { system["ApproximateFirstReceiveTimestamp"] = nil }
        var object = JSON.Object([
            ("MessageId", .string(message.messageID)), ("State", .string(state.rawValue)),
            ("Body", .string(body)), ("MD5OfBody", .string(message.md5OfBody)), ("Attributes", .object(system)),
        ])
        if let md5 = message.md5OfMessageAttributes {
            object["MD5OfMessageAttributes"] = .string(md5)
            object["MessageAttributes"] = .object(message.messageAttributes)
        }
        return .object(object)
    }
}
