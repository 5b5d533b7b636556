import FoundationEssentials
import JSON

extension DynamoDBEvent {
    /// An attribute of an item, with its type.
    /// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_AttributeValue.html
    public indirect enum AttributeValue: Hashable, Sendable {
        case boolean(Bool)
        case binary([UInt8])
        case binarySet([[UInt8]])
        case string(String)
        case stringSet([String])
        case null
        /// As text, because it may have 38 digits.
        case number(String)
        case numberSet([String])
        case list([AttributeValue])
        case map([String: AttributeValue])
    }

    /// Reads items as values of your own: attributes by their names, numbers as numbers, sets and lists as arrays,
    /// bytes as `Data`.
    public struct Decoder: Sendable {
        public init() {}

        public func decode<T: Decodable>(_ type: T.Type, from image: [String: AttributeValue]) throws -> T {
            try decode(type, from: .map(image))
        }

        public func decode<T: Decodable>(_ type: T.Type, from value: AttributeValue) throws -> T {
            try JSONCoder.decode(type, from: value.plainJSON.bytes)
        }
    }
}

extension DynamoDBEvent.AttributeValue: Decodable {
    enum CodingKeys: String, CodingKey {
        case binary = "B"
        case boolean = "BOOL"
        case binarySet = "BS"
        case list = "L"
        case map = "M"
        case number = "N"
        case numberSet = "NS"
        case null = "NULL"
        case string = "S"
        case stringSet = "SS"
    }

    public init(from decoder: any Swift.Decoder) throws {
        let value = try decoder.container(keyedBy: CodingKeys.self)
        guard let key = value.allKeys.first, value.allKeys.count == 1 else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: value.codingPath, debugDescription: "An attribute value has exactly one type")
            )
        }
        switch key {
        case .binary: self = .binary([UInt8](try value.decode(Data.self, forKey: key)))
        case .boolean: self = .boolean(try value.decode(Bool.self, forKey: key))
        case .binarySet: self = .binarySet(try value.decode([Data].self, forKey: key).map { [UInt8]($0) })
        case .list: self = .list(try value.decode([Self].self, forKey: key))
        case .map: self = .map(try value.decode([String: Self].self, forKey: key))
        case .number: self = .number(try value.decode(String.self, forKey: key))
        case .numberSet: self = .numberSet(try value.decode([String].self, forKey: key))
        case .null: self = .null
        case .string: self = .string(try value.decode(String.self, forKey: key))
        case .stringSet: self = .stringSet(try value.decode([String].self, forKey: key))
        }
    }
}

extension DynamoDBEvent.AttributeValue {
    /// The value without DynamoDB's types.
    fileprivate var plainJSON: JSON {
        switch self {
        case .boolean(let value): .bool(value)
        case .binary(let bytes): .string(Data(bytes).base64EncodedString())
        case .binarySet(let values): .array(values.map { .string(Data($0).base64EncodedString()) })
        case .string(let text): .string(text)
        case .stringSet(let texts): .array(texts.map { .string($0) })
        case .null: .null
        case .number(let text): .number(text)
        case .numberSet(let texts): .array(texts.map { .number($0) })
        case .list(let values): .array(values.map(\.plainJSON))
        case .map(let values): .object(JSON.Object(values.map { ($0.key, $0.value.plainJSON) }))
        }
    }
}
