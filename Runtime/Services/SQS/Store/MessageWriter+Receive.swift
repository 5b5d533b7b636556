import Storage
import Time
import Wire

/// What a receiver asks for.
struct ReceiveRequest: Sendable {
    /// 1 to 10, unless the receiver is Hearth itself.
    var maximum: Int
    /// `nil` for the queue's own.
    var visibilityTimeout: VisibilityTimeout?
    /// Of FIFO queues.
    var attemptID: String?
}

extension MessageWriter {
    /// Messages that a transaction buries or lets expire on the way to those that it delivers.
    private static let passedAtOnce = 500

    mutating func receive(_ request: ReceiveRequest, from queue: Queue) throws -> [ReceivedMessage] {
        try settle(queue)
        let limit = queue.attributes.isFIFO ? Limits.fifoInFlight : Limits.standardInFlight
        let room = limit - queue.activity.counts.inFlight - changes[queue].inFlight
        guard room > 0 else { return [] }
        if let again = try receiveAgain(request, from: queue) { return again }
        let maximum = min(request.maximum, room)
        let timeout = request.visibilityTimeout ?? VisibilityTimeout(of: queue.attributes)
        let received =
            try queue.attributes.isFIFO
            ? receiveInGroups(maximum, timeout, queue) : receiveInOrder(maximum, timeout, queue)
        if let id = request.attemptID, !received.isEmpty {
            queue.activity.withAttempts { $0.remember(id, received.map(\.handle), at: now) }
        }
        return received
    }

    // MARK: Standard queues

    private mutating func receiveInOrder(
        _ maximum: Int,
        _ timeout: VisibilityTimeout,
        _ queue: Queue
    ) throws -> [ReceivedMessage] {
        var (received, passed, last): ([ReceivedMessage], Int, Int64) = ([], 0, 0)
        while received.count < maximum && passed < Self.passedAtOnce {
            let next = try messages(
                "INDEXED BY sqs_ready WHERE space = ? AND due IS NULL AND fifo = 0 AND id > ? ORDER BY id LIMIT ?",
                [.integer(queue.space), .integer(last), .integer(maximum - received.count)]
            )
            guard let end = next.last?.id else { break }
            last = end
            for message in next {
                if let message = try take(message, timeout, queue) { received.append(message) } else { passed += 1 }
            }
        }
        return received
    }

    // MARK: FIFO queues

    /// As many as there are of one group before any of the next; a group that was received from comes after those that
    /// were not.
    private mutating func receiveInGroups(
        _ maximum: Int,
        _ timeout: VisibilityTimeout,
        _ queue: Queue
    ) throws -> [ReceivedMessage] {
        var (received, passed, served): ([ReceivedMessage], Int, [String]) = ([], 0, [])
        while received.count < maximum && passed < Self.passedAtOnce {
            let group = try connection.first(
                """
                SELECT head, group_id FROM sqs_group INDEXED BY sqs_group_turn
                WHERE space = ? ORDER BY turn, head LIMIT 1
                """,
                .integer(queue.space)
            ) { (head: Int64($0.integer(0)), id: $0.text(1)) }
            guard let group else { break }
            try unlist(head: group.head)
            passed += try receive(group.id, maximum, timeout, queue, &received)
            served.append(group.id)
        }
        // What is left of them may be received when it is their turn, and that is not necessarily later.
        for group in served { try list(group, in: queue) }
        return received
    }

    /// Returns how many were neither delivered nor left.
    private mutating func receive(
        _ group: String,
        _ maximum: Int,
        _ timeout: VisibilityTimeout,
        _ queue: Queue,
        _ received: inout [ReceivedMessage]
    ) throws -> Int {
        var (turn, passed, last) = (MessageGroup(), 0, Int64(0))
        while received.count < maximum && passed < Self.passedAtOnce {
            let next = try messages(
                """
                INDEXED BY sqs_member WHERE space = ? AND group_id = ? AND fifo = 1 AND id > ? ORDER BY id LIMIT ?
                """,
                [.integer(queue.space), .text(group), .integer(last), .integer(maximum - received.count)]
            )
            guard let end = next.last?.id else { break }
            last = end
            for message in next {
                guard turn.admits(due: message.due) else { return passed }
                if let message = try take(message, timeout, queue) { received.append(message) } else { passed += 1 }
            }
        }
        return passed
    }

    /// What an attempt of the same id has got before, as long as it is still with the receiver.
    private mutating func receiveAgain(_ request: ReceiveRequest, from queue: Queue) throws -> [ReceivedMessage]? {
        guard let id = request.attemptID,
            let handles = queue.activity.withAttempts({ $0.handles(id, at: now) })
        else { return nil }
        let timeout = request.visibilityTimeout ?? VisibilityTimeout(of: queue.attributes)
        var received: [ReceivedMessage] = []
        for handle in handles {
            let found = try messages(
                "WHERE id = ? AND space = ? AND due IS NOT NULL AND received = ?",
                [.integer(handle.message), .integer(queue.space), .integer(handle.count)]
            )
            guard var message = found.first, let end = timeout.end(from: now) else { return nil }
            try connection.run(
                "UPDATE sqs_message SET due = ? WHERE id = ?",
                .timestamp(end),
                .integer(message.id)
            )
            changes[queue].isDue(at: end)
            let body = try body(of: message)
            message.received -= 1
            received.append(ReceivedMessage(message, body: body, received: now, from: queue))
        }
        return received
    }

    // MARK: One message

    /// Delivers a message that can be seen, or removes it when its time is over or it was received too often.
    private mutating func take(
        _ message: StoredMessage,
        _ timeout: VisibilityTimeout,
        _ queue: Queue
    ) throws -> ReceivedMessage? {
        switch Receipt(sent: message.sent, received: message.received, queue: queue.attributes, now: now) {
        case .deliver: break
        case .expire:
            try remove(message.id, isLong: message.body == nil, wasVisible: true, from: queue)
            return nil
        case .bury(let policy):
            if let target = service.catalogue[policy.deadLetterTarget] {
                try bury(message, from: queue, in: target)
                return nil
            }
        }
        let end = timeout.end(from: now)
        try connection.run(
            """
            UPDATE sqs_message SET due = ?, received = ?, first_received = ?, last_received = ? WHERE id = ?
            """,
            .timestamp(end),
            .integer(message.received + 1),
            .timestamp(message.firstReceived ?? now),
            .timestamp(now),
            .integer(message.id)
        )
        changes[queue].received += 1
        if let end {
            changes[queue].visible -= 1
            changes[queue].inFlight += 1
            changes[queue].isDue(at: end)
        }
        return ReceivedMessage(message, body: try body(of: message), received: now, from: queue)
    }

    /// Moves a message to the dead-letter queue. In FIFO queues it counts as sent now.
    private mutating func bury(_ message: StoredMessage, from queue: Queue, in target: Queue) throws {
        try connection.run(
            "UPDATE sqs_message SET space = ?, source = ?, sent = ?, fifo = ? WHERE id = ?",
            .integer(target.space),
            .text("\(queue.arn)"),
            .timestamp(queue.attributes.isFIFO ? now : message.sent),
            .integer(target.attributes.isFIFO ? 1 : 0),
            .integer(message.id)
        )
        changes[queue].visible -= 1
        changes[target].visible += 1
        changes[target].receivable += 1
        if target.attributes.isFIFO, let group = message.groupID { try list(group, in: target) }
    }

    func messages(_ condition: String, _ values: [SQLValue]) throws -> [StoredMessage] {
        var found: [StoredMessage] = []
        try connection.query("SELECT \(StoredMessage.columns) FROM sqs_message \(condition)", values) { row in
            found.append(StoredMessage(row))
            return true
        }
        return found
    }

    func body(of message: StoredMessage) throws -> String {
        if let body = message.body { return body }
        return try connection.first("SELECT body FROM sqs_body WHERE id = ?", .integer(message.id)) { $0.text(0) } ?? ""
    }
}
