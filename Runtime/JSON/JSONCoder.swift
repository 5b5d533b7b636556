import FoundationEssentials

/// Encodes and decodes `Codable` values, with the conventions of Foundation's `JSONEncoder` and `JSONDecoder` as they
/// come: `Data` is base64, `Decimal` a number, `URL` its text, `Date` the seconds since 2001.
///
/// Where an object names a member twice, the last one counts.
package enum JSONCoder {
    /// Throws `DecodingError`, `dataCorrupted` for bytes that are not JSON.
    package static func decode<T: Decodable>(_ type: T.Type, from bytes: [UInt8]) throws -> T {
        let tape: JSONTape
        do throws(JSONParseError) {
            tape = try JSONTape(bytes)
        } catch {
            let context = DecodingError.Context(
                codingPath: [],
                debugDescription: "The text is not JSON: \(error)",
                underlyingError: error
            )
            throw DecodingError.dataCorrupted(context)
        }
        return try JSONValueDecoder(source: JSONSource(tape), index: 0).decode(type)
    }

    package static func decode<T: Decodable>(_ type: T.Type, from bytes: some Collection<UInt8>) throws -> T {
        try decode(type, from: Array(bytes))
    }

    package static func decode<T: Decodable>(_ type: T.Type, from text: String) throws -> T {
        try decode(type, from: Array(text.utf8))
    }
}

extension JSONCoder {
    /// Throws `EncodingError` for NaN and the infinities, which JSON does not have, and for a value that encodes nothing.
    package static func encode(_ value: some Encodable) throws -> [UInt8] {
        let output = JSONOutput(path: [])
        try output.encode(value, key: nil)
        guard !output.writer.bytes.isEmpty || output.hasSplices else {
            throw EncodingError.invalidValue(
                value,
                .init(codingPath: [], debugDescription: "\(type(of: value)) encodes nothing")
            )
        }
        return output.finish()
    }
}
