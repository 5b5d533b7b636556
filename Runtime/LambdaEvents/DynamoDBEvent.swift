import FoundationEssentials

/// A batch of changes from a table's stream, in the order in which each item changed.
/// https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
public struct DynamoDBEvent: Decodable, Sendable {
    public let records: [EventRecord]

    public enum CodingKeys: String, CodingKey {
        case records = "Records"
    }

    public enum OperationType: String, Codable, Sendable {
        case insert = "INSERT"
        case modify = "MODIFY"
        case remove = "REMOVE"
    }

    /// What of an item a stream shows.
    public enum StreamViewType: String, Codable, Sendable {
        case newImage = "NEW_IMAGE"
        case oldImage = "OLD_IMAGE"
        case newAndOldImages = "NEW_AND_OLD_IMAGES"
        case keysOnly = "KEYS_ONLY"
    }

    public struct EventRecord: Decodable, Sendable {
        public let awsRegion: AWSRegion
        public let change: StreamRecord
        /// Unique among all events.
        public let eventId: String
        public let eventName: OperationType
        public let eventSource: String
        public let eventVersion: String
        /// The stream's ARN.
        public let eventSourceArn: String
        /// Set where DynamoDB itself removed the item because its time to live had passed.
        public let userIdentity: UserIdentity?

        public enum CodingKeys: String, CodingKey {
            case awsRegion
            case change = "dynamodb"
            case eventId = "eventID"
            case eventName, eventSource, eventVersion
            case eventSourceArn = "eventSourceARN"
            case userIdentity
        }
    }

    public struct UserIdentity: Codable, Hashable, Sendable {
        public let type: String
        public let principalId: String
    }

    /// One change of one item.
    public struct StreamRecord: Sendable {
        /// To the second.
        public let approximateCreationDateTime: Date?
        public let keys: [String: AttributeValue]
        public let newImage: [String: AttributeValue]?
        public let oldImage: [String: AttributeValue]?
        /// Decimal digits; greater for what came later in the shard.
        public let sequenceNumber: String
        public let sizeBytes: Int64
        public let streamViewType: StreamViewType
    }
}

extension DynamoDBEvent.StreamRecord: Decodable {
    enum CodingKeys: String, CodingKey {
        case approximateCreationDateTime = "ApproximateCreationDateTime"
        case keys = "Keys"
        case newImage = "NewImage"
        case oldImage = "OldImage"
        case sequenceNumber = "SequenceNumber"
        case sizeBytes = "SizeBytes"
        case streamViewType = "StreamViewType"
    }

    public init(from decoder: any Decoder) throws {
        typealias Item = [String: DynamoDBEvent.AttributeValue]
        let record = try decoder.container(keyedBy: CodingKeys.self)
        approximateCreationDateTime = try record.decodeIfPresent(Double.self, forKey: .approximateCreationDateTime)
            .map { Date(timeIntervalSince1970: $0) }
        keys = try record.decode(Item.self, forKey: .keys)
        newImage = try record.decodeIfPresent(Item.self, forKey: .newImage)
        oldImage = try record.decodeIfPresent(Item.self, forKey: .oldImage)
        sequenceNumber = try record.decode(String.self, forKey: .sequenceNumber)
        sizeBytes = try record.decode(Int64.self, forKey: .sizeBytes)
        streamViewType = try record.decode(DynamoDBEvent.StreamViewType.self, forKey: .streamViewType)
    }
}
