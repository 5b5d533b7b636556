import FoundationEssentials

/// Decodes the value at one place of a tape.
struct JSONValueDecoder: Decoder {
    let source: JSONSource
    /// `nil` for a `super` that the text does not have: it reads as `null`.
    let index: Int?

    var tape: JSONTape { source.tape }
    var userInfo: [CodingUserInfoKey: Any] { [:] }
    var codingPath: [any CodingKey] { index.map(tape.path(to:)) ?? [] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(
            JSONKeyedDecoder<Key>(source: source, object: try index(of: .object, [String: Any].self))
        )
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        JSONUnkeyedDecoder(source: source, array: try index(of: .array, [Any].self))
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer { self }

    private func index(of kind: JSONTape.Kind, _ type: Any.Type) throws -> Int {
        guard let index, tape.kind(index) == kind else { throw mismatch(type) }
        return index
    }

    // MARK: Errors

    var isNull: Bool { index.map { tape.kind($0) == .null } ?? true }

    func mismatch(_ type: Any.Type) -> DecodingError {
        let expected = "\(type)"
        if isNull {
            let context = DecodingError.Context(
                codingPath: codingPath,
                debugDescription: "Expected \(expected) but found null"
            )
            return .valueNotFound(type, context)
        }
        let found = index.map { JSON.kindName(tape.kind($0)) } ?? "null"
        let context = DecodingError.Context(
            codingPath: codingPath,
            debugDescription: "Expected \(expected) but found \(found)"
        )
        return .typeMismatch(type, context)
    }

    func corrupted(_ description: String) -> DecodingError {
        .dataCorrupted(.init(codingPath: codingPath, debugDescription: description))
    }
}

extension JSON {
    fileprivate static func kindName(_ kind: JSONTape.Kind) -> String {
        switch kind {
        case .null: "null"
        case .true, .false: "a boolean"
        case .number: "a number"
        case .string, .escapedString: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}

// MARK: - Values

extension JSONValueDecoder {
    func bool() throws -> Bool {
        if let index {
            if tape.kind(index) == .true { return true }
            if tape.kind(index) == .false { return false }
        }
        throw mismatch(Bool.self)
    }

    func string() throws -> String {
        guard let index, tape.isString(index) else { throw mismatch(String.self) }
        return tape.string(index)
    }

    /// A number without fraction that fits; `1.0` and `1e3` are such numbers.
    func integer<Integer: FixedWidthInteger>(_ type: Integer.Type) throws -> Integer {
        guard let index, tape.kind(index) == .number else { throw mismatch(type) }
        if let number = tape.withText(index, { Integer(digits: $0) }) { return number }
        let text = tape.string(index)
        if let number = Integer(text) ?? Decimal(string: text).flatMap({ Integer("\($0)") }) { return number }
        throw corrupted("The number \(text) does not fit in \(type)")
    }

    func floatingPoint<Number: BinaryFloatingPoint & LosslessStringConvertible>(_ type: Number.Type) throws -> Number {
        guard let index, tape.kind(index) == .number else { throw mismatch(type) }
        let text = tape.string(index)
        guard let number = Number(text), number.isFinite else {
            throw corrupted("The number \(text) does not fit in \(type)")
        }
        return number
    }

    func decode<T: Decodable>(_ type: T.Type) throws -> T {
        if type == String.self { return try same(string()) }
        if type == [String: String].self { return try same(texts()) }
        if type == Data.self { return try same(data()) }
        if type == Decimal.self { return try same(decimal()) }
        if type == URL.self { return try same(url()) }
        return try T(from: self)
    }

    /// The one cast that costs nothing: the caller has seen that the types are the same.
    private func same<Value, T>(_ value: Value) -> T {
        precondition(Value.self == T.self)
        return unsafeBitCast(value, to: T.self)
    }

    /// The most frequent type of events, read without a container.
    private func texts() throws -> [String: String] {
        guard let index, tape.kind(index) == .object else { throw mismatch([String: String].self) }
        var texts = [String: String](minimumCapacity: tape.count(index))
        var key = index + 1
        while key < tape.next(index) {
            texts[tape.string(key)] = try JSONValueDecoder(source: source, index: key + 1).string()
            key = tape.next(key + 1)
        }
        return texts
    }

    private func data() throws -> Data {
        guard let data = Data(base64Encoded: try string()) else { throw corrupted("The string is not base64") }
        return data
    }

    private func decimal() throws -> Decimal {
        guard let index, tape.kind(index) == .number else { throw mismatch(Decimal.self) }
        guard let number = Decimal(string: tape.string(index)) else {
            throw corrupted("The number \(tape.string(index)) does not fit in Decimal")
        }
        return number
    }

    private func url() throws -> URL {
        let text = try string()
        guard let url = URL(string: text) else { throw corrupted("\"\(text)\" is not a URL") }
        return url
    }
}

extension FixedWidthInteger {
    /// The number that a minus sign and digits spell, unless there is more to the text or it does not fit.
    @inline(__always)
    fileprivate init?(digits text: UnsafeBufferPointer<UInt8>) {
        var number: Self = 0
        let isNegative = text.first == UInt8(ascii: "-")
        for byte in text.dropFirst(isNegative ? 1 : 0) {
            guard let digit = Self(exactly: Int(byte) - 0x30), (0...9).contains(digit) else { return nil }
            let (shifted, overflow) = number.multipliedReportingOverflow(by: 10)
            let (next, further) =
                isNegative ? shifted.subtractingReportingOverflow(digit) : shifted.addingReportingOverflow(digit)
            if overflow || further { return nil }
            number = next
        }
        self = number
    }
}

extension JSONValueDecoder: SingleValueDecodingContainer {
    func decodeNil() -> Bool { isNull }
    func decode(_ type: Bool.Type) throws -> Bool { try bool() }
    func decode(_ type: String.Type) throws -> String { try string() }
    func decode(_ type: Double.Type) throws -> Double { try floatingPoint(type) }
    func decode(_ type: Float.Type) throws -> Float { try floatingPoint(type) }
    func decode(_ type: Int.Type) throws -> Int { try integer(type) }
    func decode(_ type: Int8.Type) throws -> Int8 { try integer(type) }
    func decode(_ type: Int16.Type) throws -> Int16 { try integer(type) }
    func decode(_ type: Int32.Type) throws -> Int32 { try integer(type) }
    func decode(_ type: Int64.Type) throws -> Int64 { try integer(type) }
    func decode(_ type: Int128.Type) throws -> Int128 { try integer(type) }
    func decode(_ type: UInt.Type) throws -> UInt { try integer(type) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try integer(type) }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try integer(type) }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try integer(type) }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try integer(type) }
    func decode(_ type: UInt128.Type) throws -> UInt128 { try integer(type) }
}
