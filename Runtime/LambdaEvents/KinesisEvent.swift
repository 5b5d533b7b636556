import FoundationEssentials
import JSON

/// A batch of records from one shard of a data stream, in their order.
/// https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html
public struct KinesisEvent: Decodable, Sendable {
    public let records: [Record]

    public enum CodingKeys: String, CodingKey {
        case records = "Records"
    }

    public struct Record: Decodable, Sendable {
        public let awsRegion: AWSRegion
        /// The shard's id, a colon and the sequence number.
        public let eventId: String
        public let eventName: String
        public let eventSource: String
        /// The stream's ARN.
        public let eventSourceArn: String
        public let eventVersion: String
        public let invokeIdentityArn: String
        public let kinesis: Payload

        public enum CodingKeys: String, CodingKey {
            case awsRegion
            case eventId = "eventID"
            case eventName, eventSource
            case eventSourceArn = "eventSourceARN"
            case eventVersion, invokeIdentityArn, kinesis
        }
    }

    public struct Payload: Sendable {
        public let approximateArrivalTimestamp: Date
        /// Up to 1 MiB.
        public let data: Data
        public let kinesisSchemaVersion: String
        public let partitionKey: String
        /// Decimal digits; greater for what came later in the shard.
        public let sequenceNumber: String

        /// The data as JSON.
        public func decodeData<T: Decodable>(_ type: T.Type) throws -> T { try JSONCoder.decode(type, from: data) }
    }
}

extension KinesisEvent.Payload: Decodable {
    enum CodingKeys: String, CodingKey {
        case approximateArrivalTimestamp, data, kinesisSchemaVersion, partitionKey, sequenceNumber
    }

    public init(from decoder: any Decoder) throws {
        let payload = try decoder.container(keyedBy: CodingKeys.self)
        approximateArrivalTimestamp = Date(
            timeIntervalSince1970: try payload.decode(Double.self, forKey: .approximateArrivalTimestamp)
        )
        data = try payload.decode(Data.self, forKey: .data)
        kinesisSchemaVersion = try payload.decode(String.self, forKey: .kinesisSchemaVersion)
        partitionKey = try payload.decode(String.self, forKey: .partitionKey)
        sequenceNumber = try payload.decode(String.self, forKey: .sequenceNumber)
    }
}
