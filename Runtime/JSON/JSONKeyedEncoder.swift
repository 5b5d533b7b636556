/// Encodes the members of an object.
struct JSONKeyedEncoder<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let output: JSONOutput
    let frame: Int

    var codingPath: [any CodingKey] { output.path(to: frame) }

    func encodeNil(forKey key: Key) throws {
        output.member(key.stringValue, frame)
        output.writer.raw("null")
    }

    func encode<T: Encodable>(_ value: T, forKey key: Key) throws {
        try output.writing(frame) {
            output.member(key.stringValue, frame)
            try output.encode(value, key: key)
        }
    }

    func encode(_ value: String, forKey key: Key) throws {
        output.member(key.stringValue, frame)
        output.writer.string(value)
    }

    func encode(_ value: Bool, forKey key: Key) throws {
        output.member(key.stringValue, frame)
        output.write(value)
    }

    func encode(_ value: Double, forKey key: Key) throws {
        try output.writing(frame) {
            output.member(key.stringValue, frame)
            try output.write(value, key)
        }
    }

    func encode(_ value: Float, forKey key: Key) throws {
        try output.writing(frame) {
            output.member(key.stringValue, frame)
            try output.write(value, key)
        }
    }

    private func integer(_ value: some FixedWidthInteger, _ key: Key) {
        output.member(key.stringValue, frame)
        output.write(value)
    }

    func encode(_ value: Int, forKey key: Key) throws { integer(value, key) }
    func encode(_ value: Int8, forKey key: Key) throws { integer(value, key) }
    func encode(_ value: Int16, forKey key: Key) throws { integer(value, key) }
    func encode(_ value: Int32, forKey key: Key) throws { integer(value, key) }
    func encode(_ value: Int64, forKey key: Key) throws { integer(value, key) }
    func encode(_ value: Int128, forKey key: Key) throws { integer(value, key) }
    func encode(_ value: UInt, forKey key: Key) throws { integer(value, key) }
    func encode(_ value: UInt8, forKey key: Key) throws { integer(value, key) }
    func encode(_ value: UInt16, forKey key: Key) throws { integer(value, key) }
    func encode(_ value: UInt32, forKey key: Key) throws { integer(value, key) }
    func encode(_ value: UInt64, forKey key: Key) throws { integer(value, key) }
    func encode(_ value: UInt128, forKey key: Key) throws { integer(value, key) }

    // MARK: Nested containers

    private func nested(_ key: some CodingKey) -> JSONValueEncoder {
        output.member(key.stringValue, frame)
        return JSONValueEncoder(output: output.splice(below: frame, key: key), frame: 0)
    }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type,
        forKey key: Key
    ) -> KeyedEncodingContainer<NestedKey> {
        nested(key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { nested(key).unkeyedContainer() }
    func superEncoder() -> any Encoder { nested(JSONKey.super) }
    func superEncoder(forKey key: Key) -> any Encoder { nested(key) }
}
