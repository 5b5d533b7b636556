/// Why a text is not JSON, and where.
package struct JSONParseError: Error, Hashable, CustomStringConvertible {
    package var reason: String
    /// Bytes from the start of the text.
    package var offset: Int
    /// From 1.
    package var line: Int
    /// In bytes, from 1.
    package var column: Int

    package var description: String { "\(reason) at line \(line), column \(column)" }
}

extension JSON {
    /// How deep values may nest before a text is refused, unless the caller says otherwise.
    package static let defaultMaximumDepth = 512

    /// Reads one JSON text, strictly by RFC 8259: UTF-8, nothing after the value but white space.
    package init(
        parsing bytes: some Collection<UInt8>,
        maximumDepth: Int = defaultMaximumDepth
    ) throws(JSONParseError) {
        let result = bytes.withContiguousStorageIfAvailable { Self.parse($0, maximumDepth) }
        self = try (result ?? Array(bytes).withUnsafeBufferPointer { Self.parse($0, maximumDepth) }).get()
    }

    package init(parsing text: String, maximumDepth: Int = defaultMaximumDepth) throws(JSONParseError) {
        try self.init(parsing: text.utf8, maximumDepth: maximumDepth)
    }

    private static func parse(_ bytes: UnsafeBufferPointer<UInt8>, _ depth: Int) -> Result<JSON, JSONParseError> {
        var parser = JSONParser(bytes, maximumDepth: depth)
        do throws(JSONParseError) {
            return .success(try parser.document())
        } catch {
            return .failure(error)
        }
    }
}

/// A recursive-descent reader over the bytes of one text.
struct JSONParser {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0
    private var depthLeft: Int

    init(_ bytes: UnsafeBufferPointer<UInt8>, maximumDepth: Int) {
        self.bytes = bytes
        self.depthLeft = maximumDepth
    }

    mutating func document() throws(JSONParseError) -> JSON {
        let value = try value()
        skipSpace()
        guard position == bytes.count else { throw error("unexpected \(here) after the value") }
        return value
    }

    private mutating func value() throws(JSONParseError) -> JSON {
        skipSpace()
        guard position < bytes.count else { throw error("unexpected end of text") }
        switch bytes[position] {
        case UInt8(ascii: "{"): return try nested { parser throws(JSONParseError) in try parser.object() }
        case UInt8(ascii: "["): return try nested { parser throws(JSONParseError) in try parser.array() }
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
        default: throw error("unexpected \(here)")
        }
    }

    private mutating func nested(
        _ body: (inout JSONParser) throws(JSONParseError) -> JSON
    ) throws(JSONParseError) -> JSON {
        guard depthLeft > 0 else { throw error("values nest too deeply") }
        depthLeft -= 1
        position += 1
        let value = try body(&self)
        depthLeft += 1
        return value
    }

    private mutating func object() throws(JSONParseError) -> JSON {
        var object = JSON.Object()
        /// Looking every key up is quadratic: past a few members, a set says whether it is new.
        var seen: Set<String> = []
        if skip(UInt8(ascii: "}")) { return .object(object) }
        repeat {
            skipSpace()
            guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
                throw error("expected a member name in double quotes, found \(here)")
            }
            let key = try string()
            guard skip(UInt8(ascii: ":")) else { throw error("expected ':' after a member name, found \(here)") }
            let value = try value()
            if object.count < 16 {
                object[key] = value
            } else {
                if seen.isEmpty { seen = Set(object.keys) }
                if seen.insert(key).inserted { object.appendNew(key, value) } else { object[key] = value }
            }
        } while skip(UInt8(ascii: ","))
        guard skip(UInt8(ascii: "}")) else { throw error("expected ',' or '}' in an object, found \(here)") }
        return .object(object)
    }

    private mutating func array() throws(JSONParseError) -> JSON {
        var values: [JSON] = []
        if skip(UInt8(ascii: "]")) { return .array(values) }
        repeat { values.append(try value()) } while skip(UInt8(ascii: ","))
        guard skip(UInt8(ascii: "]")) else { throw error("expected ',' or ']' in an array, found \(here)") }
        return .array(values)
    }

    private mutating func literal(_ word: StaticString, _ value: JSON) throws(JSONParseError) -> JSON {
        let end = position + word.utf8CodeUnitCount
        guard end <= bytes.count,
            (position..<end).allSatisfy({ bytes[$0] == word.utf8Start[$0 - position] })
        else { throw error("unexpected \(here)") }
        position = end
        return value
    }

    private mutating func number() throws(JSONParseError) -> String {
        let start = position
        _ = take(UInt8(ascii: "-"))
        if !take(UInt8(ascii: "0")) { try digits() }
        if take(UInt8(ascii: ".")) { try digits() }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            try digits()
        }
        return String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<position]), as: UTF8.self)
    }

    private mutating func digits() throws(JSONParseError) {
        let start = position
        while position < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position]) {
            position += 1
        }
        guard position > start else { throw error("expected a digit, found \(here)") }
    }

    // MARK: Strings

    private mutating func string() throws(JSONParseError) -> String {
        position += 1
        let start = position
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                let text = try validated(UnsafeBufferPointer(rebasing: bytes[start..<position]), from: start)
                position += 1
                return text
            case UInt8(ascii: "\\"): return try escapedString(from: start)
            case 0..<0x20: throw error("a control character in a string must be escaped")
            default: position += 1
            }
        }
        throw error("a string has no end")
    }

    private mutating func escapedString(from start: Int) throws(JSONParseError) -> String {
        var text = Array(bytes[start..<position])
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                let result = text.withUnsafeBufferPointer { String(validating: $0, as: UTF8.self) }
                guard let result else { throw error("a string is not UTF-8") }
                position += 1
                return result
            case UInt8(ascii: "\\"):
                position += 1
                try escape(into: &text)
            case 0..<0x20: throw error("a control character in a string must be escaped")
            case let byte:
                text.append(byte)
                position += 1
            }
        }
        throw error("a string has no end")
    }

    private mutating func escape(into text: inout [UInt8]) throws(JSONParseError) {
        guard position < bytes.count else { throw error("a string has no end") }
        switch bytes[position] {
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(bytes[position])
        case UInt8(ascii: "u"):
            position += 1
            text.append(contentsOf: try unicodeEscape().utf8)
            return
        default: throw error("unknown escape \(here)")
        }
        position += 1
    }

    /// The digits behind `\u`. A lone surrogate, which no UTF-8 text can hold, becomes U+FFFD.
    private mutating func unicodeEscape() throws(JSONParseError) -> Character {
        let first = try hexQuad()
        if let scalar = Unicode.Scalar(first) { return Character(scalar) }
        guard (0xD800..<0xDC00).contains(first), position + 1 < bytes.count,
            bytes[position] == UInt8(ascii: "\\"), bytes[position + 1] == UInt8(ascii: "u")
        else { return "\u{FFFD}" }
        let beforeSecond = position
        position += 2
        let second = try hexQuad()
        guard (0xDC00..<0xE000).contains(second) else {
            position = beforeSecond
            return "\u{FFFD}"
        }
        let combined = 0x10000 + (UInt32(first - 0xD800) << 10) + UInt32(second - 0xDC00)
        return Unicode.Scalar(combined).map(Character.init) ?? "\u{FFFD}"
    }

    private mutating func hexQuad() throws(JSONParseError) -> UInt16 {
        var value: UInt16 = 0
        for _ in 0..<4 {
            guard position < bytes.count, let digit = Character(Unicode.Scalar(bytes[position])).hexDigitValue else {
                throw error("expected four hexadecimal digits after \\u")
            }
            value = value << 4 | UInt16(digit)
            position += 1
        }
        return value
    }

    private func validated(_ text: UnsafeBufferPointer<UInt8>, from start: Int) throws(JSONParseError) -> String {
        guard let string = String(validating: text, as: UTF8.self) else {
            throw error("a string is not UTF-8", at: start)
        }
        return string
    }

    // MARK: Moving on

    private mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    /// Passes white space and then `byte`, if it stands there.
    private mutating func skip(_ byte: UInt8) -> Bool {
        skipSpace()
        return take(byte)
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private var here: String {
        guard position < bytes.count else { return "end of text" }
        let byte = bytes[position]
        return (0x21..<0x7F).contains(byte)
            ? "'\(Character(Unicode.Scalar(byte)))'" : "byte 0x\(String(byte, radix: 16, uppercase: true))"
    }

    private func error(_ reason: String, at offset: Int? = nil) -> JSONParseError {
        let offset = min(offset ?? position, bytes.count)
        var line = 1
        var lineStart = 0
        for index in 0..<offset where bytes[index] == 0x0A {
            line += 1
            lineStart = index + 1
        }
        return JSONParseError(reason: reason, offset: offset, line: line, column: offset - lineStart + 1)
    }
}
