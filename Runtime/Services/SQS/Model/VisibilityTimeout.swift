import Time
import Wire

/// How long a message that was received stays unseen.
/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html
struct VisibilityTimeout: Hashable, Sendable {
    let seconds: Int

    /// From the first receipt to the end of the last extension.
    static let total = Duration.seconds(Limits.visibilitySeconds.upperBound)

    /// For 0 to 43,200 seconds.
    init(checking seconds: Int) throws(AWSError) {
        guard Limits.visibilitySeconds.contains(seconds) else {
            throw .invalid("\(seconds)", for: "VisibilityTimeout", "Must be >= 0 and <= 43200, if provided.")
        }
        self.seconds = seconds
    }

    init(of queue: QueueAttributes) { seconds = queue.visibilityTimeout }

    /// When the message can be received again; `nil` for at once.
    func end(from now: Timestamp) -> Timestamp? { seconds == 0 ? nil : now + .seconds(seconds) }

    /// The same for a message that is with a receiver since `received`: twelve hours are the longest it may stay there.
    func end(from now: Timestamp, receivedAt received: Timestamp) throws(AWSError) -> Timestamp? {
        guard let end = end(from: now) else { return nil }
        guard end - received <= Self.total else {
            throw .invalid(
                "\(seconds)",
                for: "VisibilityTimeout",
                "Total VisibilityTimeout for the message is beyond the limit [43200 seconds]"
            )
        }
        return end
    }
}
