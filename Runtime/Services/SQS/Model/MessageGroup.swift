import Time

/// Whose turn it is in a group of a FIFO queue: its messages are received in their order, and none of them while one
/// before it is with a receiver, delayed, or waits to be seen again.
struct MessageGroup: Sendable {
    private(set) var isBlocked = false

    /// Whether the next message in the order of the group can be received. `due` is when it can be seen; `nil` for now.
    mutating func admits(due: Timestamp?) -> Bool {
        if due != nil { isBlocked = true }
        return !isBlocked
    }
}

/// What becomes of a message that is the next to be received.
enum Receipt: Hashable, Sendable {
    case deliver
    /// It has been kept for as long as the queue keeps messages.
    case expire
    /// It has been received too often.
    case bury(RedrivePolicy)

    init(sent: Timestamp, received count: Int, queue: QueueAttributes, now: Timestamp) {
        if sent + .seconds(queue.messageRetentionPeriod) <= now {
            self = .expire
        } else if let policy = queue.redrivePolicy, count >= policy.maxReceiveCount {
            self = .bury(policy)
        } else {
            self = .deliver
        }
    }
}
