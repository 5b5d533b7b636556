/// Encodes and decodes `Codable` values.
package enum JSONCoder {
    package static func decode<T: Decodable>(_ type: T.Type, from bytes: some Collection<UInt8>) throws -> T {
        throw DecodingError.dataCorrupted(.init(codingPath: [], debugDescription: "decoding is not implemented yet"))
    }

    package static func decode<T: Decodable>(_ type: T.Type, from text: String) throws -> T {
        try decode(type, from: text.utf8)
    }

    package static func encode(_ value: some Encodable) throws -> [UInt8] {
        throw EncodingError.invalidValue(value, .init(codingPath: [], debugDescription: "encoding is not implemented yet"))
    }
}
