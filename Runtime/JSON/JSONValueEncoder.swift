/// Encodes one value: the frame's.
struct JSONValueEncoder: Encoder {
    let output: JSONOutput
    let frame: Int

    var codingPath: [any CodingKey] { output.path(to: frame) }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        output.open(.object, frame)
        return KeyedEncodingContainer(JSONKeyedEncoder<Key>(output: output, frame: frame))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        output.open(.array, frame)
        return JSONUnkeyedEncoder(output: output, frame: frame)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { self }
}

extension JSONValueEncoder: SingleValueEncodingContainer {
    func encodeNil() throws {
        output.open(.single, frame)
        output.writer.raw("null")
    }

    func encode<T: Encodable>(_ value: T) throws {
        output.open(.single, frame)
        try output.encode(value, key: nil)
    }

    func encode(_ value: String) throws {
        output.open(.single, frame)
        output.writer.string(value)
    }

    func encode(_ value: Bool) throws {
        output.open(.single, frame)
        output.write(value)
    }

    func encode(_ value: Double) throws {
        output.open(.single, frame)
        try output.write(value, nil)
    }

    func encode(_ value: Float) throws {
        output.open(.single, frame)
        try output.write(value, nil)
    }

    private func integer(_ value: some FixedWidthInteger) {
        output.open(.single, frame)
        output.write(value)
    }

    func encode(_ value: Int) throws { integer(value) }
    func encode(_ value: Int8) throws { integer(value) }
    func encode(_ value: Int16) throws { integer(value) }
    func encode(_ value: Int32) throws { integer(value) }
    func encode(_ value: Int64) throws { integer(value) }
    func encode(_ value: Int128) throws { integer(value) }
    func encode(_ value: UInt) throws { integer(value) }
    func encode(_ value: UInt8) throws { integer(value) }
    func encode(_ value: UInt16) throws { integer(value) }
    func encode(_ value: UInt32) throws { integer(value) }
    func encode(_ value: UInt64) throws { integer(value) }
    func encode(_ value: UInt128) throws { integer(value) }
}
