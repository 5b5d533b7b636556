import JSON
import ServiceKit
import Wire

/// A message that somebody wants to send.
struct Message: Sendable {
    let body: String
    let attributes: MessageAttributes
    let systemAttributes: MessageAttributes
    /// `nil` for the queue's own.
    let delaySeconds: Int?
    let groupID: String?
    let deduplicationID: String?

    /// Body and attributes, in bytes.
    var size: Int { body.utf8.count + attributes.size }

    init(
        body: String,
        attributes: MessageAttributes = .none,
        systemAttributes: MessageAttributes = .none,
        delaySeconds: Int? = nil,
        groupID: String? = nil,
        deduplicationID: String? = nil
    ) {
        self.body = body
        self.attributes = attributes
        self.systemAttributes = systemAttributes
        self.delaySeconds = delaySeconds
        self.groupID = groupID
        self.deduplicationID = deduplicationID
    }

    /// Refuses what can be refused without knowing the queue. `trace` is the trace header of a message that
    /// has none of its own.
    init(_ input: JSON.Object, trace: String?) throws(AWSError) {
        let body = input["MessageBody"]?.stringValue ?? ""
        guard !body.isEmpty else { throw .missing("MessageBody") }
        try MessageText.check(body)
        self.init(
            body: body,
            attributes: try MessageAttributes(input["MessageAttributes"]?.objectValue ?? JSON.Object()),
            systemAttributes: try Self.systemAttributes(input["MessageSystemAttributes"]?.objectValue, trace),
            delaySeconds: try Self.delay(input["DelaySeconds"]?.nonNull),
            groupID: try MessageText.checkIdentifier("MessageGroupId", in: input),
            deduplicationID: try MessageText.checkIdentifier("MessageDeduplicationId", in: input)
        )
    }

    private static func systemAttributes(
        _ given: JSON.Object?,
        _ trace: String?
    ) throws(AWSError) -> MessageAttributes {
        var attributes = given ?? JSON.Object()
        if let trace, attributes.isEmpty {
            attributes["AWSTraceHeader"] = ["DataType": "String", "StringValue": .string(trace)]
        }
        return try MessageAttributes(attributes, kind: .system)
    }

    private static func delay(_ value: JSON?) throws(AWSError) -> Int? {
        guard let value else { return nil }
        guard let seconds = value.intValue, Limits.delaySeconds.contains(seconds) else {
            throw .invalid(value.text, for: "DelaySeconds", "DelaySeconds must be >= 0 and <= 900.")
        }
        return seconds
    }

    /// Refuses what this queue does not take. `isInBatch` decides AWS's words.
    func check(for queue: QueueAttributes, isInBatch: Bool = false) throws(AWSError) {
        let reason = "The request include parameter that is not valid for this queue type."
        if queue.isFIFO {
            if groupID == nil {
                let missing = AWSError.missing("MessageGroupId")
                throw isInBatch ? .invalidParameter(missing.message) : missing
            }
            if let delaySeconds, delaySeconds != 0 { throw .invalid("\(delaySeconds)", for: "DelaySeconds", reason) }
        } else if let deduplicationID {
            throw .invalid(deduplicationID, for: "MessageDeduplicationId", reason)
        }
    }

    func checkSize(for queue: QueueAttributes, isInBatch: Bool = false) throws(AWSError) {
        guard size > queue.maximumMessageSize else { return }
        throw .invalidParameter(
            "One or more parameters \(isInBatch ? "cannot be validated" : "are invalid"). "
                + "Reason: Message must be shorter than \(queue.maximumMessageSize) bytes."
        )
    }

    /// How long it stays unseen at first. In FIFO queues that is the queue's to say.
    func delay(in queue: QueueAttributes) -> Int {
        queue.isFIFO ? queue.delaySeconds : delaySeconds ?? queue.delaySeconds
    }
}
