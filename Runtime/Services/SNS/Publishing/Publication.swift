import JSON
import ServiceKit
import Storage
import Synchronization
import Time
import Wire

/// A message on its way into the store: its deliveries are promised in one transaction, and sent after it.
final class Publication: Sendable {
    private static let deduplicationInterval = Duration.seconds(300)

    private let notification: Notification
    private let isFIFO: Bool
    private let deduplicatesByGroup: Bool
    /// `nil` for a message that the topic has had.
    private let promised = Mutex<(entries: [Outbox.Entry], filteredOut: Int)?>(nil)

    init(_ notification: Notification, _ topic: JSON.Object) {
        self.notification = notification
        isFIFO = topic.flag("FifoTopic")
        deduplicatesByGroup = topic.attributes.text("FifoThroughputScope") == "MessageGroup"
    }

    /// Returns what the publisher is told. A message that a FIFO topic has had within five minutes is told of, and not
    /// sent again.
    @discardableResult
    func write(_ service: SNS, _ connection: Connection) throws -> JSON.Object {
        guard isFIFO else {
            try promise(notification, service, connection)
            return JSON.Object([("MessageId", .string(notification.id))])
        }
        var notification = notification
        let key = Self.key(notification, deduplicatesByGroup)
        let now = service.context.time.now
        try connection.run("DELETE FROM sns_deduplication WHERE expires <= ?", .integer(now.nanosecondsSinceEpoch))
        let former = try connection.first(
            "SELECT message, sequence FROM sns_deduplication WHERE topic = ? AND key = ?",
            .text(notification.topic.description),
            .text(key)
        ) { ($0.text(0), $0.text(1)) }
        if let former {
            return JSON.Object([("MessageId", .string(former.0)), ("SequenceNumber", .string(former.1))])
        }
        let sequence = try Self.nextSequence(notification.topic, now, connection)
        notification.sequenceNumber = sequence
        try connection.run(
            "INSERT INTO sns_deduplication (topic, key, expires, message, sequence) VALUES (?, ?, ?, ?, ?)",
            .text(notification.topic.description),
            .text(key),
            .integer((now + Self.deduplicationInterval).nanosecondsSinceEpoch),
            .text(notification.id),
            .text(sequence)
        )
        try promise(notification, service, connection)
        return JSON.Object([("MessageId", .string(notification.id)), ("SequenceNumber", .string(sequence))])
    }

    private static func key(_ notification: Notification, _ byGroup: Bool) -> String {
        let id = notification.messageDeduplicationID ?? ""
        return byGroup ? "\(notification.messageGroupID ?? "")\u{0}\(id)" : id
    }

    /// Twenty digits, greater than any before: microseconds since 1970, or one more than the last.
    private static func nextSequence(_ topic: ARN, _ now: Timestamp, _ connection: Connection) throws -> String {
        let last = try connection.first(
            "SELECT max(sequence) FROM sns_deduplication WHERE topic = ?",
            .text(topic.description)
        ) { Int64($0.text(0)) ?? 0 }
        let number = max(now.nanosecondsSinceEpoch / 1_000 * 1_000, (last ?? 0) + 1)
        let digits = String(number)
        return String(repeating: "0", count: max(0, 20 - digits.count)) + digits
    }

    private func promise(_ notification: Notification, _ service: SNS, _ connection: Connection) throws {
        let (outgoing, filteredOut) = service.outgoing(notification)
        let entries = try service.outbox.insert(outgoing, connection)
        promised.withLock { $0 = (entries, filteredOut) }
    }

    /// `completion` comes when the queues among the subscribers have been tried once.
    func send(_ service: SNS, completion: @escaping @Sendable () -> Void = {}) {
        guard let promised = promised.withLock({ $0 }) else { return completion() }
        TopicMetrics.published(notification, filteredOut: promised.filteredOut, service.context)
        service.outbox.send(promised.entries, awaiting: ["sqs"], completion: completion)
    }
}
