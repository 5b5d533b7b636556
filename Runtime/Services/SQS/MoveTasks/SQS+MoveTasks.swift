import ServiceKit
import Storage
import Time
import Wire

/// Moves messages for the tasks that are under way, a few in each transaction. Does nothing while there are none.
extension SQS {
    private static let movedAtOnce = 100

    func moveMessages(at instant: Timestamp) {
        moveAlarm.set(at: instant) { [weak self] in self?.moveMessages() }
    }

    private func moveMessages() {
        context.database.write { [weak self] connection in
            guard let self else { throw StorageError.closed }
            var writer = MessageWriter(self, connection)
            var next: Timestamp?
            for task in try MoveTask.active(connection) {
                let task = try writer.advance(task, atOnce: Self.movedAtOnce)
                try task.save(connection)
                guard task.status == .running else { continue }
                let due = task.next(after: writer.now)
                next = next.map { min($0, due) } ?? due
            }
            return (changes: writer.changes, next: next)
        } completion: { [weak self] (result: Result<(changes: QueueChanges, next: Timestamp?), any Error>) in
            guard let self else { return }
            switch result {
            case .success(let outcome):
                outcome.changes.apply(self)
                if let next = outcome.next { moveMessages(at: next) }
            case .failure(StorageError.closed): return
            case .failure: moveMessages(at: context.time.now + .seconds(60))
            }
        }
    }
}

extension MessageWriter {
    /// Does the next part of a task and returns what has become of it.
    fileprivate mutating func advance(_ task: MoveTask, atOnce: Int) throws -> MoveTask {
        var task = task
        if task.status == .cancelling {
            task.status = .cancelled
            return task
        }
        guard let source = service.catalogue[task.source] else {
            return task.failed("AWS.SimpleQueueService.NonExistentQueue")
        }
        let allowance = task.allowance(at: now, atOnce: atOnce)
        if allowance == 0 { return task }
        let found = try movable(in: source, limit: min(allowance, max(0, task.total - task.moved)))
        if found.isEmpty { task.status = .completed }
        for message in found {
            guard let origin = task.destination ?? message.source.flatMap({ ARN($0) }) else {
                return task.failed("CouldNotDetermineMessageSource")
            }
            guard let destination = service.catalogue[origin] else {
                return task.failed("AWS.SimpleQueueService.NonExistentQueue")
            }
            try move(message, from: source, to: destination)
            task.moved += 1
        }
        if task.moved >= task.total { task.status = .completed }
        return task
    }

    /// Those that nobody has received.
    private func movable(in queue: Queue, limit: Int) throws -> [StoredMessage] {
        try messages(
            queue.attributes.isFIFO
                ? "INDEXED BY sqs_member WHERE space = ? AND fifo = 1 AND due IS NULL ORDER BY id LIMIT ?"
                : "INDEXED BY sqs_ready WHERE space = ? AND due IS NULL AND fifo = 0 ORDER BY id LIMIT ?",
            [.integer(queue.space), .integer(limit)]
        )
    }

    /// As a new message, with an id and a time of its own.
    private mutating func move(_ message: StoredMessage, from source: Queue, to destination: Queue) throws {
        let id = service.nextMessage(now)
        try connection.run(
            """
            UPDATE sqs_message SET id = ?, space = ?, fifo = ?, message_id = ?, sent = ?, received = 0,
                first_received = NULL, last_received = NULL, source = NULL WHERE id = ?
            """,
            .integer(id),
            .integer(destination.space),
            .integer(destination.attributes.isFIFO ? 1 : 0),
            .text(service.context.ids.uuid()),
            .timestamp(now),
            .integer(message.id)
        )
        if message.body == nil {
            try connection.run("UPDATE sqs_body SET id = ? WHERE id = ?", .integer(id), .integer(message.id))
        }
        changes[source].visible -= 1
        changes[destination].visible += 1
        changes[destination].receivable += 1
        guard let group = message.groupID else { return }
        if source.attributes.isFIFO {
            try unlist(head: message.id)
            try list(group, in: source)
        }
        if destination.attributes.isFIFO { try list(group, in: destination) }
    }
}

extension MoveTask {
    fileprivate func failed(_ reason: String) -> MoveTask {
        var task = self
        task.status = .failed
        task.failure = reason
        return task
    }
}
