/// Decodes the elements of an array, one after another.
struct JSONUnkeyedDecoder: UnkeyedDecodingContainer {
    let source: JSONSource
    let array: Int
    private var index: Int
    private(set) var currentIndex = 0

    init(source: JSONSource, array: Int) {
        self.source = source
        self.array = array
        index = array + 1
    }

    var codingPath: [any CodingKey] { source.tape.path(to: array) }
    var count: Int? { source.tape.count(array) }
    var isAtEnd: Bool { index >= source.tape.next(array) }

    /// The next element stays the next one when `body` throws.
    @inline(__always)
    private mutating func next<T>(_ type: Any.Type, _ body: (JSONValueDecoder) throws -> T) throws -> T {
        guard !isAtEnd else {
            let context = DecodingError.Context(
                codingPath: codingPath + [JSONKey.index(currentIndex)],
                debugDescription: "The array has only \(currentIndex) elements"
            )
            throw DecodingError.valueNotFound(type, context)
        }
        let value = try body(JSONValueDecoder(source: source, index: index))
        index = source.tape.next(index)
        currentIndex += 1
        return value
    }

    /// Passes over the next element if it is `null`.
    mutating func decodeNil() throws -> Bool {
        if !isAtEnd, source.tape.kind(index) != .null { return false }
        return try next(Never?.self) { _ in true }
    }

    mutating func decode<T: Decodable>(_ type: T.Type) throws -> T { try next(type) { try $0.decode(type) } }
    mutating func decode(_ type: Bool.Type) throws -> Bool { try next(type) { try $0.bool() } }
    mutating func decode(_ type: String.Type) throws -> String { try next(type) { try $0.string() } }
    mutating func decode(_ type: Double.Type) throws -> Double { try next(type) { try $0.floatingPoint(type) } }
    mutating func decode(_ type: Float.Type) throws -> Float { try next(type) { try $0.floatingPoint(type) } }
    mutating func decode(_ type: Int.Type) throws -> Int { try next(type) { try $0.integer(type) } }
    mutating func decode(_ type: Int8.Type) throws -> Int8 { try next(type) { try $0.integer(type) } }
    mutating func decode(_ type: Int16.Type) throws -> Int16 { try next(type) { try $0.integer(type) } }
    mutating func decode(_ type: Int32.Type) throws -> Int32 { try next(type) { try $0.integer(type) } }
    mutating func decode(_ type: Int64.Type) throws -> Int64 { try next(type) { try $0.integer(type) } }
    mutating func decode(_ type: Int128.Type) throws -> Int128 { try next(type) { try $0.integer(type) } }
    mutating func decode(_ type: UInt.Type) throws -> UInt { try next(type) { try $0.integer(type) } }
    mutating func decode(_ type: UInt8.Type) throws -> UInt8 { try next(type) { try $0.integer(type) } }
    mutating func decode(_ type: UInt16.Type) throws -> UInt16 { try next(type) { try $0.integer(type) } }
    mutating func decode(_ type: UInt32.Type) throws -> UInt32 { try next(type) { try $0.integer(type) } }
    mutating func decode(_ type: UInt64.Type) throws -> UInt64 { try next(type) { try $0.integer(type) } }
    mutating func decode(_ type: UInt128.Type) throws -> UInt128 { try next(type) { try $0.integer(type) } }

    mutating func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type
    ) throws -> KeyedDecodingContainer<NestedKey> {
        try next(KeyedDecodingContainer<NestedKey>.self) { try $0.container(keyedBy: type) }
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try next((any UnkeyedDecodingContainer).self) { try $0.unkeyedContainer() }
    }

    mutating func superDecoder() throws -> any Decoder { try next((any Decoder).self) { $0 } }
}
