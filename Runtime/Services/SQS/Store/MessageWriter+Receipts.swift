import Storage
import Time
import Wire

extension MessageWriter {
    private struct Held {
        var space: Int
        var due: Timestamp?
        var received: Int
        var lastReceived: Timestamp
        var groupID: String?
        var isLong: Bool
    }

    /// Deletes the message of a receipt handle. One that is gone already is no error. In standard queues, any handle that
    /// was given out for a message does.
    mutating func delete(_ text: String, from queue: Queue) throws {
        let handle = try handle(text, of: queue)
        guard queue.attributes.isFIFO else { return try deleteUnordered(handle, from: queue) }
        guard let held = try held(handle, queue) else { return }
        if !isWithReceiver(held, handle) { throw AWSError.expiredReceiptHandle(text) }
        try remove(handle.message, isLong: held.isLong, wasVisible: held.due == nil, from: queue)
        changes[queue].deleted += 1
        if let group = held.groupID { try list(group, in: queue) }
    }

    private mutating func deleteUnordered(_ handle: ReceiptHandle, from queue: Queue) throws {
        var deleted: (wasVisible: Bool, isLong: Bool)?
        try connection.query(
            "DELETE FROM sqs_message WHERE id = ? AND space = ? RETURNING due IS NULL, body IS NULL",
            [.integer(handle.message), .integer(queue.space)]
        ) { row in
            deleted = (row.integer(0) == 1, row.integer(1) == 1)
            return true
        }
        guard let deleted else { return }
        if deleted.isLong {
            try connection.run("DELETE FROM sqs_body WHERE id = ?", .integer(handle.message))
        }
        if deleted.wasVisible { changes[queue].visible -= 1 } else { changes[queue].inFlight -= 1 }
        changes[queue].deleted += 1
    }

    /// Lets the message of a receipt handle be unseen for so long from now.
    mutating func changeVisibility(_ text: String, _ timeout: VisibilityTimeout, in queue: Queue) throws {
        let handle = try handle(text, of: queue)
        let held = try held(handle, queue)
        if let held, queue.attributes.isFIFO && !isWithReceiver(held, handle) {
            throw AWSError.expiredReceiptHandle(text)
        }
        guard let held else {
            throw AWSError.invalid(
                text,
                for: "ReceiptHandle",
                "Message does not exist or is not available for visibility timeout change."
            )
        }
        // Nobody holds a message that may be received again: the call is no error, and does nothing.
        guard queue.attributes.isFIFO || held.due.map({ $0 > now }) ?? false else { return }
        let end = try timeout.end(from: now, receivedAt: held.lastReceived)
        try connection.run("UPDATE sqs_message SET due = ? WHERE id = ?", .timestamp(end), .integer(handle.message))
        if held.due == nil { changes[queue].visible -= 1 } else { changes[queue].inFlight -= 1 }
        if let end {
            changes[queue].inFlight += 1
            changes[queue].isDue(at: end)
        } else {
            changes[queue].visible += 1
            changes[queue].receivable += 1
            if queue.attributes.isFIFO, let group = held.groupID { try list(group, in: queue) }
        }
    }

    /// In FIFO queues a handle is void once its message may have been received by somebody else.
    private func isWithReceiver(_ held: Held, _ handle: ReceiptHandle) -> Bool {
        guard let due = held.due else { return false }
        return due > now && held.received == handle.count
    }

    private func handle(_ text: String, of queue: Queue) throws -> ReceiptHandle {
        guard let handle = ReceiptHandle(text), !service.catalogue.isOther(handle.space, than: queue) else {
            throw AWSError.badReceiptHandle(text)
        }
        return handle
    }

    private func held(_ handle: ReceiptHandle, _ queue: Queue) throws -> Held? {
        let held = try connection.first(
            "SELECT space, due, received, last_received, group_id, body IS NULL FROM sqs_message WHERE id = ?",
            .integer(handle.message)
        ) { row in
            Held(
                space: row.integer(0),
                due: row.timestamp(1),
                received: row.integer(2),
                lastReceived: row.timestamp(3) ?? now,
                groupID: row.optionalText(4),
                isLong: row.integer(5) == 1
            )
        }
        return held?.space == queue.space ? held : nil
    }
}
