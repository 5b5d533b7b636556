import JSON
import Wire

/// A service whose queues functions can be given the messages of.
package protocol QueueSource: Sendable {
    /// `nil` where there is no such queue.
    func attributes(of queue: ARN) -> QueueAttributes?

    /// Hands over up to `limit` messages, from 1 to 10, as soon as there are any. `completion` gets none when there was
    /// nothing for a while or when what this returns was called, and an error when the queue cannot be read.
    func receive(
        from queue: ARN,
        limit: Int,
        completion: @escaping @Sendable (Result<[QueueMessage], AWSError>) -> Void
    ) -> @Sendable () -> Void

    /// Deletes messages that were received. What cannot be deleted is received again.
    func delete(_ receiptHandles: [String], from queue: ARN)
}

package struct QueueAttributes: Sendable, Hashable {
    package var visibilityTimeout: Duration
    package var isFIFO: Bool

    package init(visibilityTimeout: Duration, isFIFO: Bool) {
        self.visibilityTimeout = visibilityTimeout
        self.isFIFO = isFIFO
    }
}

/// A message that has been received.
package struct QueueMessage: Sendable {
    package var messageID: String
    package var receiptHandle: String
    package var body: String
    package var md5OfBody: String
    /// `nil` where it has no attributes of the user's.
    package var md5OfMessageAttributes: String?
    /// What the queue says of it, under AWS's names.
    package var attributes: [(name: String, value: String)]
    /// The user's attributes as `ReceiveMessage` gives them.
    package var messageAttributes: JSON.Object

    package init(
        messageID: String,
        receiptHandle: String,
        body: String,
        md5OfBody: String,
        md5OfMessageAttributes: String?,
        attributes: [(name: String, value: String)],
        messageAttributes: JSON.Object
    ) {
        self.messageID = messageID
        self.receiptHandle = receiptHandle
        self.body = body
        self.md5OfBody = md5OfBody
        self.md5OfMessageAttributes = md5OfMessageAttributes
        self.attributes = attributes
        self.messageAttributes = messageAttributes
    }

    package subscript(attribute: String) -> String? { attributes.first { $0.name == attribute }?.value }
}
