import ServiceKit
import Storage
import Time

/// What SQS tells CloudWatch, in the namespace `AWS/SQS`: of each message at once, and how full a queue is once a minute
/// while it contains messages, and for six hours after somebody has accessed it.
/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
extension SQS {
    private static let activeFor = Duration.seconds(6 * 3_600)
    /// In each minute, so late that what is measured belongs to it and is there when alarms look.
    private static let second: Int64 = 58

    func record(_ change: QueueChange, of queue: Queue) {
        var values = change.sentBytes.map { MetricValue("SentMessageSize", Double($0), unit: "Bytes") }
        for (name, count) in [
            ("NumberOfMessagesSent", change.sentBytes.count), ("NumberOfMessagesReceived", change.received),
            ("NumberOfMessagesDeleted", change.deleted),
        ] where count > 0 {
            values.append(MetricValue(name, Double(count), unit: "Count"))
        }
        if values.isEmpty { measureDepths() } else { record(values, of: queue) }
    }

    func recordEmptyReceive(of queue: Queue) {
        record([MetricValue("NumberOfEmptyReceives", 1, unit: "Count")], of: queue)
    }

    private func record(_ values: [MetricValue], of queue: Queue) {
        let now = context.time.now
        context.metrics.record(values, of: queue.metricSubject, at: now)
        isAccessed(queue)
    }

    func isAccessed(_ queue: Queue) {
        queue.activity.isUsed(at: context.time.now)
        measureDepths()
    }

    /// Sees to it that the queues that are in use are measured this minute.
    func measureDepths() {
        let now = context.time.now.nanosecondsSinceEpoch / 1_000_000_000 - Self.second
        let next = now - now % 60 + 60 + Self.second
        depthAlarm.set(at: Timestamp(millisecondsSinceEpoch: next * 1_000)) { [weak self] in self?.recordDepths() }
    }

    private func recordDepths() {
        let horizon = context.time.now - Self.activeFor
        let active = catalogue.all.filter { $0.activity.isActive(since: horizon) }
        for queue in active {
            count(queue.key, settling: 10_000, nil) { [weak self] result in
                if let queue = try? result.get() { self?.recordDepth(of: queue) }
            }
        }
        if !active.isEmpty { measureDepths() }
    }

    private func recordDepth(of queue: Queue) {
        let counts = queue.activity.counts
        let values = [
            ("Visible", counts.visible), ("NotVisible", counts.inFlight), ("Delayed", counts.delayed),
        ].map { MetricValue("ApproximateNumberOfMessages\($0)", Double(max(0, $1)), unit: "Count") }
        let now = context.time.now
        context.database.read { [context] connection in
            let oldest = try? OldestMessage.sent(in: queue, connection.get())
            let seconds = oldest.map { max(0, (now - $0).inSeconds.rounded(.down)) } ?? 0
            let age = MetricValue("ApproximateAgeOfOldestMessage", seconds, unit: "Seconds")
            context.metrics.record(values + [age], of: queue.metricSubject, at: now)
        }
    }
}

/// Looks for the oldest message of a queue, among a thousand of those that cannot be received now.
private enum OldestMessage {
    static func sent(in queue: Queue, _ connection: Connection) throws -> Timestamp? {
        let ready =
            queue.attributes.isFIFO
            ? "SELECT head AS id FROM sqs_group INDEXED BY sqs_group_space WHERE space = ?1 ORDER BY head LIMIT 1"
            : """
            SELECT id FROM sqs_message INDEXED BY sqs_ready WHERE space = ?1 AND due IS NULL AND fifo = 0
            ORDER BY id LIMIT 1
            """
        let waiting = """
            SELECT id FROM sqs_message INDEXED BY sqs_waiting WHERE space = ?1 AND due IS NOT NULL LIMIT 1000
            """
        let id = try connection.first(
            "SELECT min(id) FROM (SELECT id FROM (\(ready)) UNION ALL SELECT id FROM (\(waiting)))",
            .integer(queue.space)
        ) { $0.isNull(0) ? nil : Int64($0.integer(0)) }
        return (id ?? nil).map { Timestamp(nanosecondsSinceEpoch: $0 * 1_000) }
    }
}

extension Queue {
    var metricSubject: MetricSubject { MetricSubject("AWS/SQS", [.init("QueueName", name)]) }
}
