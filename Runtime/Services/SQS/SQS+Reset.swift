import ServiceKit
import Storage

extension SQS {
    /// Removes every queue with its messages, and all that is remembered of them.
    package func reset() async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            context.database.write(.alone) { connection in
                for table in ["queue", "space", "message", "body", "group", "deduplication", "move_task"] {
                    try connection.run("DELETE FROM sqs_\(table)")
                }
            } completion: { [self] (result: Result<Void, any Error>) in
                if case .success = result {
                    let queues = catalogue.all
                    catalogue.removeAll()
                    for queue in queues { queue.activity.release() }
                }
                continuation.resume(with: result)
            }
        }
    }
}
