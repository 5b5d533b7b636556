import Storage
import Time
import Wire

extension MessageWriter {
    /// Deletes up to so many of the oldest messages of a queue whose time is over. Returns when to look again: now where
    /// there may be more, and `nil` where no message can be received.
    mutating func expire(_ queue: Queue, limit: Int = 500) throws -> Timestamp? {
        try settle(queue)
        let retention = Duration.seconds(queue.attributes.messageRetentionPeriod)
        let first = try messages(
            queue.attributes.isFIFO
                ? """
                WHERE id IN (SELECT head FROM sqs_group INDEXED BY sqs_group_space WHERE space = ? ORDER BY head LIMIT ?)
                """
                : "INDEXED BY sqs_ready WHERE space = ? AND due IS NULL AND fifo = 0 ORDER BY id LIMIT ?",
            [.integer(queue.space), .integer(limit)]
        )
        let old = first.filter { $0.sent + retention <= now }
        for message in old {
            try remove(message.id, isLong: message.body == nil, wasVisible: true, from: queue)
            if queue.attributes.isFIFO, let group = message.groupID {
                try unlist(head: message.id)
                try list(group, in: queue)
            }
        }
        if old.count == limit || (queue.attributes.isFIFO && !old.isEmpty) { return now }
        return first.map { $0.sent + retention }.filter { $0 > now }.min()
    }
}

/// Messages of queues that were purged or deleted.
enum EndedSpaces {
    /// Deletes up to so many of them; returns whether there are more.
    static func sweep(_ connection: Connection, limit: Int = 500) throws -> Bool {
        let space = try connection.first("SELECT number FROM sqs_space WHERE ended = 1 LIMIT 1") { $0.integer(0) }
        guard let space else { return false }
        for condition in [
            "INDEXED BY sqs_ready WHERE space = ? AND due IS NULL AND fifo = 0",
            "INDEXED BY sqs_waiting WHERE space = ? AND due IS NOT NULL",
            "INDEXED BY sqs_member WHERE space = ? AND fifo = 1",
        ] {
            let some = "SELECT id FROM sqs_message \(condition) LIMIT \(limit)"
            try connection.run("DELETE FROM sqs_body WHERE id IN (\(some))", .integer(space))
            if try connection.run("DELETE FROM sqs_message WHERE id IN (\(some))", .integer(space)) > 0 { return true }
        }
        for (table, row) in [("sqs_group", "head"), ("sqs_deduplication", "rowid")] {
            let some = "SELECT \(row) FROM \(table) WHERE space = ? LIMIT \(limit)"
            if try connection.run("DELETE FROM \(table) WHERE \(row) IN (\(some))", .integer(space)) > 0 { return true }
        }
        try connection.run("DELETE FROM sqs_space WHERE number = ?", .integer(space))
        return true
    }
}
