import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Hands out up to ten messages, which others do not get for a while; waits for some if it is told to.
/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html
struct ReceiveMessage: DeferredOperation {
    static let input = Shape.request([
        .queueURL, .attributeNames,
        .optional("MessageSystemAttributeNames", .texts).flattened("MessageSystemAttributeName"),
        .optional("MessageAttributeNames", .texts).flattened("MessageAttributeName"),
        .optional("MaxNumberOfMessages", .integer), .optional("VisibilityTimeout", .integer),
        .optional("WaitTimeSeconds", .integer), .optional("ReceiveRequestAttemptId", .text),
    ])
    static let output = Shape.request([
        .optional(
            "Messages",
            .list(
                .structure(
                    [
                        .optional("MessageId", .text), .optional("ReceiptHandle", .text),
                        .optional("MD5OfBody", .text), .optional("Body", .text), .attributes,
                        .optional("MD5OfMessageAttributes", .text), .messageAttributes,
                    ],
                    java: "Message"
                )
            )
        ).flattened("Message")
    ])

    private let queueKey: QueueKey
    private let request: ReceiveRequest
    private let waitSeconds: Int?
    private let view: MessageView

    init(_ input: JSON.Object, _ service: SQS) throws(AWSError) {
        queueKey = try service.queueKey(input)
        let maximum = try input.integer("MaxNumberOfMessages") ?? 1
        guard (1...Limits.receivedAtOnce).contains(maximum) else {
            throw .invalid("\(maximum)", for: "MaxNumberOfMessages", "Must be between 1 and 10, if provided.")
        }
        waitSeconds = try input.integer("WaitTimeSeconds")
        if let waitSeconds, !Limits.waitSeconds.contains(waitSeconds) {
            throw .invalid("\(waitSeconds)", for: "WaitTimeSeconds", "Must be >= 0 and <= 20, if provided.")
        }
        request = ReceiveRequest(
            maximum: maximum,
            visibilityTimeout: try input.integer("VisibilityTimeout").map { (seconds) throws(AWSError) in
                try VisibilityTimeout(checking: seconds)
            },
            attemptID: try MessageText.checkIdentifier("ReceiveRequestAttemptId", in: input)
        )
        view = try MessageView(
            systemAttributes: input.texts("AttributeNames") + input.texts("MessageSystemAttributeNames"),
            attributes: input.texts("MessageAttributeNames")
        )
    }

    func begin(_ service: SQS, _ call: HTTPRequest, _ together: Together?, _ answer: @escaping Completion) {
        guard let queue = service.catalogue[queueKey] else { return answer(.failure(AWSError.noSuchQueue)) }
        let seconds = waitSeconds ?? queue.attributes.receiveMessageWaitTimeSeconds
        let poll = service.poll(queue, request, waiting: .seconds(seconds)) { result in
            answer(
                result.flatMap { messages in
                    if messages.isEmpty && seconds == 0 && queue.isFull { return .failure(AWSError.inFlightLimit) }
                    return .success(view.reply(messages))
                }
            )
        }
        poll.begin(together, looksAnyway: request.attemptID != nil)
        if seconds > 0 { call.onDeparture { poll.end() } }
    }
}

extension SQS {
    /// A receiver that has not begun yet.
    func poll(
        _ queue: Queue,
        _ request: ReceiveRequest,
        waiting wait: Duration,
        completion: @escaping LongPoll.Completion
    ) -> LongPoll {
        LongPoll(
            self,
            queue.activity,
            deadline: wait > .zero ? context.time.now + wait : nil,
            look: { [self] connection in
                // Not the queue of the beginning: it may have other attributes now, or be gone.
                let queue = try self.queue(queue.key)
                var writer = MessageWriter(self, connection)
                let messages = try writer.receive(request, from: queue)
                return (messages, writer.changes)
            },
            completion: { [self] result in
                if case .success(let messages) = result, messages.isEmpty { recordEmptyReceive(of: queue) }
                completion(result)
            }
        )
    }
}

extension Queue {
    /// Whether no more messages may be with receivers. Receivers of FIFO queues are not told.
    fileprivate var isFull: Bool { !attributes.isFIFO && activity.counts.inFlight >= Limits.standardInFlight }
}
