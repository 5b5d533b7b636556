import ServiceKit
import Time
import Wire

/// What makes two messages to a FIFO queue the same one: for five minutes, the second is accepted and not delivered.
/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-exactly-once-processing.html
struct Deduplication: Hashable, Sendable {
    static let interval = Duration.seconds(300)

    let id: String
    /// Which messages are compared: those of the queue, or those of a group.
    let scope: String

    /// Refuses a message without an id of its own where the queue does not make one from its content. `scope` is that of
    /// the queue now.
    init(id: String?, groupID: String, body: String, queue: QueueAttributes, scope: String) throws(AWSError) {
        if let id {
            self.id = id
        } else if queue.contentBasedDeduplication {
            self.id = SHA256.hex(Array(body.utf8))
        } else {
            throw .invalidParameter(
                "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided "
                    + "explicitly"
            )
        }
        self.scope = scope == "messageGroup" ? groupID : ""
    }

    /// Until when a message that is sent now hides others.
    static func end(from now: Timestamp) -> Timestamp { now + interval }
}
