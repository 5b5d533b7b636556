import ServiceKit
import Storage
import Time
import Wire

/// Reads and changes messages in one transaction, and keeps account of what that does to the queues.
struct MessageWriter {
    let service: SQS
    let connection: Connection
    let now: Timestamp
    var changes = QueueChanges()

    init(_ service: SQS, _ connection: Connection) {
        self.service = service
        self.connection = connection
        now = service.context.time.now
    }

    /// Lets messages be seen that have waited long enough, and asks when the next will have.
    mutating func settle(_ queue: Queue, limit: Int = 1000) throws {
        guard queue.activity.hasDue(at: now) else { return }
        for message in try due(in: queue, limit: limit) {
            try connection.run("UPDATE sqs_message SET due = NULL WHERE id = ?", .integer(message.id))
            changes[queue].visible += 1
            changes[queue].receivable += 1
            if message.isDelayed { changes[queue].delayed -= 1 } else { changes[queue].inFlight -= 1 }
            if let group = message.groupID, queue.attributes.isFIFO { try list(group, in: queue) }
        }
        changes[queue].isSettled = true
        changes[queue].due =
            try connection.first(
                """
                SELECT due FROM sqs_message INDEXED BY sqs_waiting WHERE space = ? AND due IS NOT NULL ORDER BY due LIMIT 1
                """,
                .integer(queue.space)
            ) { $0.timestamp(0) } ?? nil
    }

    private func due(in queue: Queue, limit: Int) throws -> [(id: Int64, isDelayed: Bool, groupID: String?)] {
        var found: [(Int64, Bool, String?)] = []
        try connection.query(
            """
            SELECT id, received, group_id FROM sqs_message INDEXED BY sqs_waiting
            WHERE space = ? AND due IS NOT NULL AND due <= ? ORDER BY due LIMIT ?
            """,
            [.integer(queue.space), .timestamp(now), .integer(limit)]
        ) { row in
            found.append((Int64(row.integer(0)), row.integer(1) == 0, row.optionalText(2)))
            return true
        }
        return found
    }

    /// Removes a message that can be seen, or cannot.
    mutating func remove(_ id: Int64, isLong: Bool, wasVisible: Bool, isDelayed: Bool = false, from queue: Queue) throws
    {
        try connection.run("DELETE FROM sqs_message WHERE id = ?", .integer(id))
        if isLong { try connection.run("DELETE FROM sqs_body WHERE id = ?", .integer(id)) }
        if wasVisible {
            changes[queue].visible -= 1
        } else if isDelayed {
            changes[queue].delayed -= 1
        } else {
            changes[queue].inFlight -= 1
        }
    }

    // MARK: Groups

    /// Makes a group known for having something to receive, if its first message can be seen.
    mutating func list(_ group: String, in queue: Queue) throws {
        let first = try connection.first(
            """
            SELECT id, due, last_received FROM sqs_message INDEXED BY sqs_member
            WHERE space = ? AND group_id = ? AND fifo = 1 ORDER BY id LIMIT 1
            """,
            .integer(queue.space),
            .text(group)
        ) { (id: Int64($0.integer(0)), due: $0.timestamp(1), turn: $0.isNull(2) ? 0 : $0.integer(2)) }
        var turn = MessageGroup()
        guard let first, turn.admits(due: first.due) else { return }
        let added = try connection.run(
            "INSERT OR IGNORE INTO sqs_group (head, space, group_id, turn) VALUES (?, ?, ?, ?)",
            .integer(first.id),
            .integer(queue.space),
            .text(group),
            .integer(first.turn)
        )
        changes[queue].receivable += added
    }

    func unlist(head: Int64) throws {
        try connection.run("DELETE FROM sqs_group WHERE head = ?", .integer(head))
    }
}
