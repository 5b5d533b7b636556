import FoundationEssentials

/// Something happened to an object in a bucket.
/// https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
public struct S3Event: Decodable, Sendable {
    public let records: [Record]

    public enum CodingKeys: String, CodingKey {
        case records = "Records"
    }

    public struct Record: Sendable {
        public let eventVersion: String
        public let eventSource: String
        public let awsRegion: AWSRegion
        public let eventTime: Date
        /// Without `s3:`, such as `ObjectCreated:Put`.
        public let eventName: String
        public let userIdentity: UserIdentity
        public let requestParameters: RequestParameters
        public let responseElements: [String: String]
        public let s3: Entity
    }

    public struct RequestParameters: Codable, Hashable, Sendable {
        public let sourceIPAddress: String
    }

    public struct UserIdentity: Codable, Hashable, Sendable {
        public let principalId: String
    }

    public struct Entity: Codable, Sendable {
        public let configurationId: String
        public let schemaVersion: String
        public let bucket: Bucket
        public let object: Object

        enum CodingKeys: String, CodingKey {
            case configurationId
            case schemaVersion = "s3SchemaVersion"
            case bucket, object
        }
    }

    public struct Bucket: Codable, Sendable {
        public let name: String
        public let ownerIdentity: UserIdentity
        public let arn: String
    }

    public struct Object: Codable, Sendable {
        /// Percent-encoded, with `+` for blanks.
        public let key: String
        /// In bytes; `nil` for an object that was removed.
        public let size: UInt64?
        public let urlDecodedKey: String?
        public let versionId: String?
        public let eTag: String?
        /// Hexadecimal; tells the order of events of one key.
        public let sequencer: String
    }
}

extension S3Event.Record: Decodable {
    enum CodingKeys: CodingKey {
        case eventVersion, eventSource, awsRegion, eventTime, eventName, userIdentity, requestParameters
        case responseElements, s3
    }

    public init(from decoder: any Decoder) throws {
        let record = try decoder.container(keyedBy: CodingKeys.self)
        eventVersion = try record.decode(String.self, forKey: .eventVersion)
        eventSource = try record.decode(String.self, forKey: .eventSource)
        awsRegion = try record.decode(AWSRegion.self, forKey: .awsRegion)
        eventTime = try ISO8601.date(record, .eventTime)
        eventName = try record.decode(String.self, forKey: .eventName)
        userIdentity = try record.decode(S3Event.UserIdentity.self, forKey: .userIdentity)
        requestParameters = try record.decode(S3Event.RequestParameters.self, forKey: .requestParameters)
        responseElements = try record.decode([String: String].self, forKey: .responseElements)
        s3 = try record.decode(S3Event.Entity.self, forKey: .s3)
    }
}
