import FoundationEssentials

extension SQSEvent.Message {
    /// A typed value beside the body. A custom label behind the type (`Number.int`) is dropped.
    /// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_MessageAttributeValue.html
    public enum Attribute: Sendable, Hashable {
        case string(String)
        case binary([UInt8])
        case number(String)
    }
}

extension SQSEvent.Message.Attribute: Codable {
    enum CodingKeys: String, CodingKey {
        case dataType, stringValue, binaryValue
    }

    public init(from decoder: any Decoder) throws {
        let attribute = try decoder.container(keyedBy: CodingKeys.self)
        let dataType = try attribute.decode(String.self, forKey: .dataType)
        switch dataType.prefix(while: { $0 != "." }) {
        case "String": self = .string(try attribute.decode(String.self, forKey: .stringValue))
        case "Number": self = .number(try attribute.decode(String.self, forKey: .stringValue))
        case "Binary": self = .binary([UInt8](try attribute.decode(Data.self, forKey: .binaryValue)))
        default:
            throw DecodingError.dataCorruptedError(
                forKey: .dataType,
                in: attribute,
                debugDescription: "\"\(dataType)\" is none of String, Number and Binary"
            )
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var attribute = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .string(let value):
            try attribute.encode("String", forKey: .dataType)
            try attribute.encode(value, forKey: .stringValue)
        case .number(let value):
            try attribute.encode("Number", forKey: .dataType)
            try attribute.encode(value, forKey: .stringValue)
        case .binary(let value):
            try attribute.encode("Binary", forKey: .dataType)
            try attribute.encode(Data(value), forKey: .binaryValue)
        }
    }
}
