import EventSources
import JSON
import Synchronization
import Wire

/// A stream in memory, with one shard.
final class MemoryStream: StreamSource {
    private struct State {
        var records: [(number: Int, document: [UInt8])] = []
        var listeners: [@Sendable (String) -> Void] = []
    }

    static let arn = ARN(
        service: "dynamodb",
        region: "us-east-1",
        accountID: "000000000000",
        resource: "table/t/stream/2026-11-21T00:00:00.000"
    )

    private let state = Mutex(State())

    /// Adds a record of an item whose key is `key`.
    func put(_ number: Int, key: String = "k") {
        let document = #"""
            {"eventID":"\#(number)","eventName":"INSERT","eventVersion":"1.1","eventSource":"aws:dynamodb",\#
            "awsRegion":"us-east-1","dynamodb":{"ApproximateCreationDateTime":1700000000,\#
            "Keys":{"id":{"S":"\#(key)"}},"SequenceNumber":"\#(100 + number)","SizeBytes":3,\#
            "StreamViewType":"KEYS_ONLY"}}
            """#
        let listeners = state.withLock { state in
            state.records.append((100 + number, Array(document.utf8)))
            return state.listeners
        }
        for listener in listeners { listener(Self.arn.description) }
    }

    func shards(
        of stream: ARN,
        completion: @escaping @Sendable (Result<[StreamShard], AWSError>) -> Void
    ) {
        guard stream == Self.arn else {
            return completion(.failure(AWSError("ResourceNotFoundException", message: "no stream")))
        }
        let last = state.withLock { $0.records.last.map { "\($0.number)" } }
        completion(.success([StreamShard(id: "shard", parentID: nil, lastSequenceNumber: last)]))
    }

    func records(
        of stream: ARN,
        shard: String,
        after sequenceNumber: String?,
        limit: Int,
        completion: @escaping @Sendable (Result<StreamPage, AWSError>) -> Void
    ) {
        let position = sequenceNumber.flatMap { Int($0) } ?? 0
        let rest = state.withLock { $0.records.filter { $0.number > position } }
        let page = StreamPage(
            records: rest.prefix(limit).map(\.document),
            isLast: rest.count <= limit,
            isClosed: false
        )
        completion(.success(page))
    }

    func listen(_ listener: @escaping @Sendable (String) -> Void) { state.withLock { $0.listeners.append(listener) } }
}

/// A queue in memory.
final class MemoryQueue: QueueSource {
    private struct State {
        var messages: [QueueMessage] = []
        var waiting: (Int, @Sendable (Result<[QueueMessage], AWSError>) -> Void)?
        var deleted: [String] = []
        var isGone = false
    }

    private let isFIFO: Bool
    private let state = Mutex(State())

    static func arn(_ name: String = "q") -> ARN {
        ARN(service: "sqs", region: "us-east-1", accountID: "000000000000", resource: name)
    }

    init(isFIFO: Bool = false) { self.isFIFO = isFIFO }

    var deleted: [String] { state.withLock { $0.deleted } }

    func send(_ bodies: [String], group: String? = nil) {
        let groups = group.map { [(name: "MessageGroupId", value: $0)] } ?? []
        state.withLock { state in
            for body in bodies {
                state.messages.append(
                    QueueMessage(
                        messageID: "id-\(body)",
                        receiptHandle: "handle-\(body)",
                        body: body,
                        md5OfBody: "digest",
                        md5OfMessageAttributes: nil,
                        attributes: [("ApproximateReceiveCount", "1")] + groups,
                        messageAttributes: JSON.Object()
                    )
                )
            }
        }
        handOver()
    }

    /// Deletes it, or makes it again.
    func set(isGone: Bool) {
        let poll = state.withLock { state in
            state.isGone = isGone
            defer { state.waiting = nil }
            return state.waiting
        }
        poll?.1(.success([]))
    }

    private func handOver() {
        let handed = state.withLock { state in
            guard let (limit, completion) = state.waiting, !state.messages.isEmpty else {
                return nil as (@Sendable (Result<[QueueMessage], AWSError>) -> Void, [QueueMessage])?
            }
            state.waiting = nil
            let messages = Array(state.messages.prefix(limit))
            state.messages.removeFirst(messages.count)
            return (completion, messages)
        }
        if let (completion, messages) = handed { completion(.success(messages)) }
    }

    func attributes(of queue: ARN) -> QueueAttributes? {
        queue.resource.hasPrefix("q") ? QueueAttributes(visibilityTimeout: .seconds(30), isFIFO: isFIFO) : nil
    }

    func receive(
        from queue: ARN,
        limit: Int,
        completion: @escaping @Sendable (Result<[QueueMessage], AWSError>) -> Void
    ) -> @Sendable () -> Void {
        let isGone = state.withLock { state in
            if !state.isGone { state.waiting = (limit, completion) }
            return state.isGone
        }
        if isGone { completion(.failure(AWSError("QueueDoesNotExist", message: "no queue"))) }
        handOver()
        return {}
    }

    func delete(_ receiptHandles: [String], from queue: ARN) {
        state.withLock { $0.deleted += receiptHandles }
    }
}
