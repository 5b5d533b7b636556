import ServiceKit
import Storage
import Time
import Wire

/// What a sender is told of a message.
struct SentMessage: Sendable, Hashable {
    let messageID: String
    /// Of FIFO queues.
    let sequenceNumber: String?
}

extension MessageWriter {
    /// Bodies above this many bytes stand in a table of their own.
    private static let longBody = 2000

    /// Puts a message into a queue that takes it. One that a FIFO queue has had already is told of and not put.
    mutating func send(_ message: Message, md5: String, to queue: Queue) throws -> SentMessage {
        guard queue.attributes.isFIFO, let groupID = message.groupID else {
            let (_, messageID) = try insert(message, md5: md5, deduplicationID: nil, queue)
            return SentMessage(messageID: messageID, sequenceNumber: nil)
        }
        let deduplication = try Deduplication(
            id: message.deduplicationID,
            groupID: groupID,
            body: message.body,
            queue: queue.attributes,
            scope: queue.deduplicationScope(at: now)
        )
        if let sent = try original(deduplication, queue) { return sent }
        let (id, messageID) = try insert(message, md5: md5, deduplicationID: deduplication.id, queue)
        try remember(deduplication, id, messageID, queue)
        try list(groupID, in: queue)
        return SentMessage(messageID: messageID, sequenceNumber: SequenceNumber.text(id))
    }

    private mutating func insert(
        _ message: Message,
        md5: String,
        deduplicationID: String?,
        _ queue: Queue
    ) throws -> (id: Int64, messageID: String) {
        let id = service.nextMessage(now)
        let messageID = service.context.ids.uuid()
        let delay = message.delay(in: queue.attributes)
        let due = delay == 0 ? nil : now + .seconds(delay)
        let isLong = message.body.utf8.count > Self.longBody
        try connection.run(
            """
            INSERT INTO sqs_message (id, space, due, fifo, group_id, deduplication_id, message_id, sent, attributes,
                system_attributes, md5, body)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            .integer(id),
            .integer(queue.space),
            .timestamp(due),
            .integer(queue.attributes.isFIFO ? 1 : 0),
            .optionalText(message.groupID),
            .optionalText(deduplicationID),
            .text(messageID),
            .timestamp(now),
            .optionalText(message.attributes.isEmpty ? nil : message.attributes.text),
            .optionalText(message.systemAttributes.isEmpty ? nil : message.systemAttributes.text),
            .text(md5),
            isLong ? .null : .text(message.body)
        )
        if isLong {
            try connection.run("INSERT INTO sqs_body (id, body) VALUES (?, ?)", .integer(id), .text(message.body))
        }
        changes[queue].sentBytes.append(message.size)
        if let due {
            changes[queue].delayed += 1
            changes[queue].isDue(at: due)
        } else {
            changes[queue].visible += 1
            changes[queue].receivable += 1
        }
        return (id, messageID)
    }

    // MARK: Deduplication

    private func original(_ deduplication: Deduplication, _ queue: Queue) throws -> SentMessage? {
        try connection.first(
            "SELECT message_id, message FROM sqs_deduplication WHERE space = ? AND scope = ? AND id = ? AND expires > ?",
            .integer(queue.space),
            .text(deduplication.scope),
            .text(deduplication.id),
            .timestamp(now)
        ) { row in
            SentMessage(messageID: row.text(0), sequenceNumber: SequenceNumber.text(Int64(row.integer(1))))
        }
    }

    /// Each remembers one and forgets up to two.
    private func remember(_ deduplication: Deduplication, _ id: Int64, _ messageID: String, _ queue: Queue) throws {
        try connection.run(
            """
            DELETE FROM sqs_deduplication WHERE rowid IN
            (SELECT rowid FROM sqs_deduplication WHERE expires <= ? ORDER BY expires LIMIT 2)
            """,
            .timestamp(now)
        )
        try connection.run(
            """
            INSERT OR REPLACE INTO sqs_deduplication (space, scope, id, expires, message_id, message)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            .integer(queue.space),
            .text(deduplication.scope),
            .text(deduplication.id),
            .timestamp(Deduplication.end(from: now)),
            .text(messageID),
            .integer(id)
        )
    }
}
