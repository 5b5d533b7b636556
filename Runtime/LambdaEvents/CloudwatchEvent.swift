import FoundationEssentials

/// An event from an EventBridge bus, CloudWatch Events of old.
public typealias EventBridgeEvent = CloudwatchEvent

/// What an event is about: the content of its `detail`.
public protocol CloudwatchDetail: Decodable, Sendable {
    /// The `detail-type` that such events have, in any case of letters.
    static var name: String { get }
}

extension CloudwatchDetail {
    public var detailType: String { Self.name }
}

/// An event from an EventBridge bus. Decoding throws for an event of another `detail-type`.
/// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html
public struct CloudwatchEvent<Detail: CloudwatchDetail>: Decodable, Sendable {
    public let id: String
    public let source: String
    public let accountId: String
    public let time: Date
    public let region: AWSRegion
    public let resources: [String]
    public let detail: Detail

    enum CodingKeys: String, CodingKey {
        case id, source, time, region, resources, detail
        case accountId = "account"
        case detailType = "detail-type"
    }

    public init(from decoder: any Decoder) throws {
        let event = try decoder.container(keyedBy: CodingKeys.self)
        let detailType = try event.decode(String.self, forKey: .detailType)
        guard detailType.lowercased() == Detail.name.lowercased() else {
            throw DecodingError.dataCorruptedError(
                forKey: .detailType,
                in: event,
                debugDescription: "The event is a \"\(detailType)\", not a \"\(Detail.name)\""
            )
        }
        id = try event.decode(String.self, forKey: .id)
        source = try event.decode(String.self, forKey: .source)
        accountId = try event.decode(String.self, forKey: .accountId)
        time = try ISO8601.date(event, .time)
        region = try event.decode(AWSRegion.self, forKey: .region)
        resources = try event.decode([String].self, forKey: .resources)
        detail = try event.decode(Detail.self, forKey: .detail)
    }
}

/// What a schedule sends.
public typealias CloudwatchScheduledEvent = CloudwatchEvent<CloudwatchDetails.Scheduled>

/// The details of AWS's own events.
public enum CloudwatchDetails {
    /// Empty: a schedule has nothing to say.
    public struct Scheduled: CloudwatchDetail {
        public static let name = "Scheduled Event"
    }
}
