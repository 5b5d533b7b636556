import AWSClient
import JSON

extension AttributeValue {
    /// JSON as DynamoDB keeps it: objects as maps, arrays as lists.
    init(_ json: JSON) {
        switch json {
        case .null: self = .null
        case .bool(let flag): self = .bool(flag)
        case .number(let text): self = .n(text)
        case .string(let text): self = .s(text)
        case .array(let values): self = .l(values.map(AttributeValue.init))
        case .object(let object):
            self = .m(Dictionary(object.members.map { ($0.key, AttributeValue($0.value)) }) { $1 })
        }
    }

    init(encoding value: some Encodable) throws { self.init(try JSON(parsing: JSONCoder.encode(value))) }

    /// The other way; sets are lists and bytes are `null`.
    var json: JSON {
        switch self {
        case .s(let text): .string(text)
        case .n(let number): .number(number)
        case .bool(let flag): .bool(flag)
        case .null, .b, .bs: .null
        case .ss(let texts): .array(texts.map(JSON.string))
        case .ns(let numbers): .array(numbers.map(JSON.number))
        case .l(let values): .array(values.map(\.json))
        case .m(let values): .object(JSON.Object(values.map { ($0.key, $0.value.json) }))
        }
    }
}

extension DynamoDB.Item {
    /// Throws `DecodingError` for an item of another form.
    func decode<Content: Decodable>(_ type: Content.Type) throws -> Content {
        try JSONCoder.decode(type, from: AttributeValue.m(self).json.bytes)
    }
}
