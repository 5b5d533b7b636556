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
    private let promised = Mutex<(promise: Outbox.Promise, filteredOut: Int)?>(nil)

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
        let promise = try service.outbox.insert(outgoing, connection)
        promised.withLock { $0 = (promise, filteredOut) }
    }

    /// What is to be sent, once: nothing before it has been promised, or for a message that the topic has had.
    fileprivate func taken(_ service: SNS) -> Outbox.Promise {
        guard let promised = promised.withLock({ $0.take() }) else { return Outbox.Promise() }
        TopicMetrics.published(notification, filteredOut: promised.filteredOut, service.context)
        return promised.promise
    }
}

extension SNS {
    /// How long a publisher waits for queues that are slow. AWS waits for none; most clients look into the queue at once.
    private static let patience = Duration.milliseconds(100)

    /// Sends what has been promised, in this order. `completion` comes when the queues among the subscribers have been
    /// tried once, or have kept everybody waiting.
    func send(_ publications: [Publication], completion: @escaping @Sendable () -> Void = {}) {
        let promise = publications.reduce(into: Outbox.Promise()) { $0 += $1.taken(self) }
        if promise.isEmpty { return completion() }
        let end = SingleCall(completion)
        let timeout = context.time.machine.schedule(after: Self.patience) { end() }
        outbox.send(promise, awaiting: ["sqs"]) {
            timeout.cancel()
            end()
        }
    }
}

/// Something that is done once, however often it is asked for.
private final class SingleCall: Sendable {
    private let action: @Sendable () -> Void
    private let isDone = Atomic(false)

    init(_ action: @escaping @Sendable () -> Void) { self.action = action }

    func callAsFunction() {
        if !isDone.exchange(true, ordering: .acquiringAndReleasing) { action() }
    }
}
