import JSON

/// A batch of messages from a queue.
/// https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
public struct SQSEvent: Codable, Sendable {
    public let records: [Message]

    enum CodingKeys: String, CodingKey {
        case records = "Records"
    }

    /// The bodies of all messages as JSON, in their order.
    public func decodeBody<T: Decodable>(_ type: T.Type) throws -> [T] {
        try records.map { try $0.decodeBody(type) }
    }
}

extension SQSEvent {
    public struct Message: Codable, Sendable {
        public let messageId: String
        public let receiptHandle: String
        public var body: String
        public let md5OfBody: String
        public let md5OfMessageAttributes: String?
        /// What SQS says of the message: `ApproximateReceiveCount`, `SentTimestamp`, `MessageGroupId`, …
        public let attributes: [String: String]
        /// What the sender gave it.
        public let messageAttributes: [String: Attribute]
        public let eventSourceArn: String
        public let eventSource: String
        public let awsRegion: AWSRegion

        enum CodingKeys: String, CodingKey {
            case messageId, receiptHandle, body, md5OfBody, md5OfMessageAttributes, attributes, messageAttributes
            case eventSourceArn = "eventSourceARN"
            case eventSource, awsRegion
        }

        /// The body as JSON.
        public func decodeBody<T: Decodable>(_ type: T.Type) throws -> T {
            try JSONCoder.decode(type, from: body)
        }
    }
}
