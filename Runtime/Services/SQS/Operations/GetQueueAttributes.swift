import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Shows a queue's attributes and how many messages it has.
/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html
struct GetQueueAttributes: DeferredOperation {
    static let input = Shape.request([.queueURL, .attributeNames])
    static let output = Shape.request([.attributes])

    /// Messages whose time has come since somebody last asked, at most.
    private static let settledAtOnce = 10_000

    private let queueKey: QueueKey
    private let names: [String]

    init(_ input: JSON.Object, _ service: SQS) throws(AWSError) {
        queueKey = try service.queueKey(input)
        names = input.texts("AttributeNames")
        for name in names where !QueueAttributeNames.all.contains(name) { throw .unknownAttribute(name) }
    }

    func begin(_ service: SQS, _ request: HTTPRequest, _ together: Together?, _ answer: @escaping Completion) {
        service.count(queueKey, settling: Self.settledAtOnce, together) { result in
            answer(result.map { reply($0) })
        }
    }

    private func reply(_ queue: Queue) -> [UInt8] {
        let counts = queue.activity.counts
        var all = queue.attributes.values
        all += [
            ("QueueArn", "\(queue.arn)"), ("CreatedTimestamp", "\(Int(queue.created.secondsSinceEpoch))"),
            ("LastModifiedTimestamp", "\(Int(queue.modified.secondsSinceEpoch))"),
            ("ApproximateNumberOfMessages", "\(max(0, counts.visible))"),
            ("ApproximateNumberOfMessagesNotVisible", "\(max(0, counts.inFlight))"),
            ("ApproximateNumberOfMessagesDelayed", "\(max(0, counts.delayed))"),
        ]
        let shown = names.contains("All") ? all : all.filter { names.contains($0.name) }
        if shown.isEmpty { return emptyReply }
        let attributes = JSON.Object(shown.map { ($0.name, .string($0.value)) })
        return JSON.object(JSON.Object([("Attributes", .object(attributes))])).bytes
    }
}

extension SQS {
    /// Brings the counts of a queue up to date, which takes the store only when messages have become due since.
    func count(
        _ key: QueueKey,
        settling limit: Int,
        _ together: Together?,
        completion: @escaping @Sendable (Result<Queue, any Error>) -> Void
    ) {
        guard let queue = catalogue[key] else { return completion(.failure(AWSError.noSuchQueue)) }
        guard queue.activity.hasDue(at: context.time.now) else { return completion(.success(queue)) }
        context.database.write(.shared, together: together) { [self] connection in
            let queue = try self.queue(key)
            var writer = MessageWriter(self, connection)
            try writer.settle(queue, limit: limit)
            return (queue: queue, changes: writer.changes)
        } completion: { [self] (result: Result<(queue: Queue, changes: QueueChanges), any Error>) in
            if case .success(let outcome) = result { outcome.changes.apply(self) }
            completion(result.map(\.queue))
        }
    }
}

/// The names that clients may ask for.
enum QueueAttributeNames {
    static let all: Set = [
        "All", "Policy", "VisibilityTimeout", "MaximumMessageSize", "MessageRetentionPeriod",
        "ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible", "CreatedTimestamp",
        "LastModifiedTimestamp", "QueueArn", "ApproximateNumberOfMessagesDelayed", "DelaySeconds",
        "ReceiveMessageWaitTimeSeconds", "RedrivePolicy", "FifoQueue", "ContentBasedDeduplication", "KmsMasterKeyId",
        "KmsDataKeyReusePeriodSeconds", "DeduplicationScope", "FifoThroughputLimit", "RedriveAllowPolicy",
        "SqsManagedSseEnabled",
    ]
}
