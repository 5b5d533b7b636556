/// Decodes the members of an object.
struct JSONKeyedDecoder<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let source: JSONSource
    let object: Int

    var codingPath: [any CodingKey] { source.tape.path(to: object) }

    var allKeys: [Key] {
        var keys: [Key] = []
        var seen: Set<String> = []
        var index = object + 1
        while index < source.tape.next(object) {
            let name = source.tape.string(index)
            if seen.insert(name).inserted, let key = Key(stringValue: name) { keys.append(key) }
            index = source.tape.next(index + 1)
        }
        return keys
    }

    func contains(_ key: Key) -> Bool { source.member(key.stringValue, of: object) != nil }

    @inline(__always)
    private func value(_ key: Key) throws -> JSONValueDecoder {
        guard let index = source.member(key.stringValue, of: object) else {
            let context = DecodingError.Context(
                codingPath: codingPath,
                debugDescription: "There is no member \"\(key.stringValue)\""
            )
            throw DecodingError.keyNotFound(key, context)
        }
        return JSONValueDecoder(source: source, index: index)
    }

    /// `nil` where the member is missing or `null`.
    @inline(__always)
    private func valueIfPresent(_ key: Key) -> JSONValueDecoder? {
        guard let index = source.member(key.stringValue, of: object), source.tape.kind(index) != .null else {
            return nil
        }
        return JSONValueDecoder(source: source, index: index)
    }

    func decodeNil(forKey key: Key) throws -> Bool { try value(key).isNull }
    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T { try value(key).decode(type) }
    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try value(key).bool() }
    func decode(_ type: String.Type, forKey key: Key) throws -> String { try value(key).string() }
    func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try value(key).floatingPoint(type) }
    func decode(_ type: Float.Type, forKey key: Key) throws -> Float { try value(key).floatingPoint(type) }
    func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try value(key).integer(type) }
    func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try value(key).integer(type) }
    func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try value(key).integer(type) }
    func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try value(key).integer(type) }
    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try value(key).integer(type) }
    func decode(_ type: Int128.Type, forKey key: Key) throws -> Int128 { try value(key).integer(type) }
    func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try value(key).integer(type) }
    func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try value(key).integer(type) }
    func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try value(key).integer(type) }
    func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try value(key).integer(type) }
    func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try value(key).integer(type) }
    func decode(_ type: UInt128.Type, forKey key: Key) throws -> UInt128 { try value(key).integer(type) }

    // Without these, an optional member would be looked up three times.

    func decodeIfPresent<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T? {
        try valueIfPresent(key)?.decode(type)
    }

    func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? { try valueIfPresent(key)?.bool() }
    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? { try valueIfPresent(key)?.string() }
    func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? { try valueIfPresent(key)?.integer(type) }

    func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? {
        try valueIfPresent(key)?.floatingPoint(type)
    }

    // MARK: Nested containers

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type,
        forKey key: Key
    ) throws -> KeyedDecodingContainer<NestedKey> {
        try value(key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try value(key).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder {
        JSONValueDecoder(source: source, index: source.member(JSONKey.super.stringValue, of: object))
    }

    func superDecoder(forKey key: Key) throws -> any Decoder {
        JSONValueDecoder(source: source, index: source.member(key.stringValue, of: object))
    }
}
