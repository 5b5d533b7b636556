import FoundationEssentials

/// A message from a topic.
/// https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html
public struct SNSEvent: Decodable, Sendable {
    /// One.
    public let records: [Record]

    public enum CodingKeys: String, CodingKey {
        case records = "Records"
    }

    public struct Record: Decodable, Sendable {
        public let eventVersion: String
        public let eventSubscriptionArn: String
        public let eventSource: String
        public let sns: Message

        public enum CodingKeys: String, CodingKey {
            case eventVersion = "EventVersion"
            case eventSubscriptionArn = "EventSubscriptionArn"
            case eventSource = "EventSource"
            case sns = "Sns"
        }
    }

    public struct Message: Sendable {
        public let signature: String
        public let messageId: String
        public let type: String
        public let topicArn: String
        public let messageAttributes: [String: Attribute]?
        public let signatureVersion: String
        public let timestamp: Date
        public let signingCertURL: String
        public let message: String
        public let unsubscribeURL: String
        public let subject: String?
    }
}

extension SNSEvent.Message: Decodable {
    enum CodingKeys: String, CodingKey {
        case signature = "Signature"
        case messageId = "MessageId"
        case type = "Type"
        case topicArn = "TopicArn"
        case messageAttributes = "MessageAttributes"
        case signatureVersion = "SignatureVersion"
        case timestamp = "Timestamp"
        case signingCertURL = "SigningCertUrl"
        case message = "Message"
        case unsubscribeURL = "UnsubscribeUrl"
        case subject = "Subject"
    }

    public init(from decoder: any Decoder) throws {
        let event = try decoder.container(keyedBy: CodingKeys.self)
        signature = try event.decode(String.self, forKey: .signature)
        messageId = try event.decode(String.self, forKey: .messageId)
        type = try event.decode(String.self, forKey: .type)
        topicArn = try event.decode(String.self, forKey: .topicArn)
        messageAttributes = try event.decodeIfPresent([String: Attribute].self, forKey: .messageAttributes)
        signatureVersion = try event.decode(String.self, forKey: .signatureVersion)
        timestamp = try ISO8601.date(event, .timestamp)
        signingCertURL = try event.decode(String.self, forKey: .signingCertURL)
        message = try event.decode(String.self, forKey: .message)
        unsubscribeURL = try event.decode(String.self, forKey: .unsubscribeURL)
        subject = try event.decodeIfPresent(String.self, forKey: .subject)
    }

    /// A typed value beside the message. Numbers and string arrays come as their text.
    public enum Attribute: Sendable, Hashable, Decodable {
        case string(String)
        case binary([UInt8])

        enum CodingKeys: String, CodingKey {
            case type = "Type"
            case value = "Value"
        }

        public init(from decoder: any Decoder) throws {
            let attribute = try decoder.container(keyedBy: CodingKeys.self)
            switch try attribute.decode(String.self, forKey: .type) {
            case "String", "String.Array", "Number":
                self = .string(try attribute.decode(String.self, forKey: .value))
            case "Binary":
                self = .binary([UInt8](try attribute.decode(Data.self, forKey: .value)))
            case let type:
                throw DecodingError.dataCorruptedError(
                    forKey: .type,
                    in: attribute,
                    debugDescription: "\"\(type)\" is none of String, String.Array, Number and Binary"
                )
            }
        }
    }
}
