/// Encodes the elements of an array, one after another.
struct JSONUnkeyedEncoder: UnkeyedEncodingContainer {
    let output: JSONOutput
    let frame: Int

    var codingPath: [any CodingKey] { output.path(to: frame) }
    var count: Int { output.frames[frame].count }

    func encodeNil() throws {
        output.element(frame)
        output.writer.raw("null")
    }

    func encode<T: Encodable>(_ value: T) throws {
        try output.writing(frame) {
            let key = JSONKey.index(count)
            output.element(frame)
            try output.encode(value, key: key)
        }
    }

    func encode(_ value: String) throws {
        output.element(frame)
        output.writer.string(value)
    }

    func encode(_ value: Bool) throws {
        output.element(frame)
        output.write(value)
    }

    func encode(_ value: Double) throws {
        try output.writing(frame) {
            output.element(frame)
            try output.write(value, JSONKey.index(count - 1))
        }
    }

    func encode(_ value: Float) throws {
        try output.writing(frame) {
            output.element(frame)
            try output.write(value, JSONKey.index(count - 1))
        }
    }

    private func integer(_ value: some FixedWidthInteger) {
        output.element(frame)
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

    // MARK: Nested containers

    private func nested() -> JSONValueEncoder {
        let key = JSONKey.index(count)
        output.element(frame)
        return JSONValueEncoder(output: output.splice(below: frame, key: key), frame: 0)
    }

    func nestedContainer<NestedKey: CodingKey>(keyedBy type: NestedKey.Type) -> KeyedEncodingContainer<NestedKey> {
        nested().container(keyedBy: type)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { nested().unkeyedContainer() }
    func superEncoder() -> any Encoder { nested() }
}
