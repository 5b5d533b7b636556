/// Why a text is not JSON, and where.
package struct JSONParseError: Error, Hashable, CustomStringConvertible {
    package var reason: String
    /// Bytes from the start of the text.
    package var offset: Int
    /// From 1.
    package var line: Int
    /// In bytes, from 1.
    package var column: Int
    /// What would have been right there.
    var expected = Expected.value

    enum Expected: Hashable, Sendable {
        case value, memberName, colon, commaOfObject, commaOfArray, digit
        case plainCharacter, closingQuote, escape, hexadecimalDigit, encoding
        /// An end of containers in containers.
        case lessNesting
    }

    package var description: String { "\(reason) at line \(line), column \(column)" }
}

/// A recursive-descent reader that checks the bytes of one text and cuts them into tokens.
struct JSONParser {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0
    private var depthLeft: Int
    private(set) var tokens: ContiguousArray<JSONTape.Token> = []
    private(set) var hasLoneSurrogates = false

    init(_ bytes: UnsafeBufferPointer<UInt8>, maximumDepth: Int) {
        self.bytes = bytes
        self.depthLeft = maximumDepth
        // Guessed from API events, which have a token for every ten bytes or so.
        tokens.reserveCapacity(min(bytes.count / 8 + 8, 4096))
    }

    mutating func document() throws(JSONParseError) {
        guard UInt32(exactly: bytes.count) != nil else { throw error("the text is longer than 4 GiB") }
        try value()
        skipSpace()
        guard position == bytes.count else { throw error("unexpected \(here) after the value") }
    }

    private mutating func value() throws(JSONParseError) {
        skipSpace()
        guard position < bytes.count else { throw error("unexpected end of text") }
        switch bytes[position] {
        case UInt8(ascii: "\""): try string()
        case UInt8(ascii: "{"): try object()
        case UInt8(ascii: "["): try array()
        case UInt8(ascii: "t"): try literal("true", .true)
        case UInt8(ascii: "f"): try literal("false", .false)
        case UInt8(ascii: "n"): try literal("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try number()
        default: throw error("unexpected \(here)")
        }
    }

    // MARK: Containers

    private mutating func object() throws(JSONParseError) {
        let token = try open(.object)
        var count: UInt32 = 0
        if !skip(UInt8(ascii: "}")) {
            repeat {
                skipSpace()
                guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
                    throw error("expected a member name in double quotes, found \(here)", .memberName)
                }
                try string()
                guard skip(UInt8(ascii: ":")) else {
                    throw error("expected ':' after a member name, found \(here)", .colon)
                }
                try value()
                count += 2
            } while skip(UInt8(ascii: ","))
            guard skip(UInt8(ascii: "}")) else {
                throw error("expected ',' or '}' in an object, found \(here)", .commaOfObject)
            }
        }
        close(token, count)
    }

    private mutating func array() throws(JSONParseError) {
        let token = try open(.array)
        var count: UInt32 = 0
        if !skip(UInt8(ascii: "]")) {
            repeat {
                try value()
                count += 1
            } while skip(UInt8(ascii: ","))
            guard skip(UInt8(ascii: "]")) else {
                throw error("expected ',' or ']' in an array, found \(here)", .commaOfArray)
            }
        }
        close(token, count)
    }

    private mutating func open(_ kind: JSONTape.Kind) throws(JSONParseError) -> Int {
        guard depthLeft > 0 else { throw error("values nest too deeply", .lessNesting) }
        depthLeft -= 1
        tokens.append(.init(start: UInt32(truncatingIfNeeded: position), length: 0, next: 0, kind: kind))
        position += 1
        return tokens.count - 1
    }

    private mutating func close(_ token: Int, _ count: UInt32) {
        depthLeft += 1
        tokens[token].length = count
        tokens[token].next = UInt32(truncatingIfNeeded: tokens.count)
    }

    private mutating func append(_ kind: JSONTape.Kind, from start: Int, to end: Int) {
        tokens.append(
            .init(
                start: UInt32(truncatingIfNeeded: start),
                length: UInt32(truncatingIfNeeded: end - start),
                next: UInt32(truncatingIfNeeded: tokens.count + 1),
                kind: kind
            )
        )
    }

    // MARK: Words and numbers

    private mutating func literal(_ word: StaticString, _ kind: JSONTape.Kind) throws(JSONParseError) {
        let end = position + word.utf8CodeUnitCount
        guard end <= bytes.count else { throw error("unexpected \(here)") }
        for index in position..<end where bytes[index] != word.utf8Start[index - position] {
            throw error("unexpected \(here)")
        }
        append(kind, from: position, to: end)
        position = end
    }

    private mutating func number() throws(JSONParseError) {
        let start = position
        _ = take(UInt8(ascii: "-"))
        if !take(UInt8(ascii: "0")) { try digits() }
        if take(UInt8(ascii: ".")) { try digits() }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            try digits()
        }
        append(.number, from: start, to: position)
    }

    private mutating func digits() throws(JSONParseError) {
        let start = position
        while position < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position]) {
            position += 1
        }
        guard position > start else { throw error("expected a digit, found \(here)", .digit) }
    }

    // MARK: Strings

    private mutating func string() throws(JSONParseError) {
        position += 1
        let start = position
        var kind = JSONTape.Kind.string
        var isASCII = true
        while true {
            skipPlainText()
            guard position < bytes.count else { throw error("a string has no end", .closingQuote) }
            switch bytes[position] {
            case UInt8(ascii: "\""):
                if !isASCII { try checkUTF8(start) }
                append(kind, from: start, to: position)
                position += 1
                return
            case UInt8(ascii: "\\"):
                kind = .escapedString
                try escape()
            case 0..<0x20: throw error("a control character in a string must be escaped", .plainCharacter)
            case let byte:
                if byte >= 0x80 { isASCII = false }
                position += 1
            }
        }
    }

    /// Moves to the next byte that is a quote, a backslash, a control character or not ASCII, eight bytes a step; may
    /// stop short of it near the end of the text.
    @inline(__always)
    private mutating func skipPlainText() {
        while position + 8 <= bytes.count {
            let word = UnsafeRawPointer(bytes.baseAddress.unsafelyUnwrapped).loadUnaligned(
                fromByteOffset: position,
                as: UInt64.self
            ).littleEndian
            let special =
                Self.zeros(word ^ 0x2222_2222_2222_2222) | Self.zeros(word ^ 0x5C5C_5C5C_5C5C_5C5C)
                | (word &- 0x2020_2020_2020_2020) | word
            let mask = special & 0x8080_8080_8080_8080
            guard mask == 0 else {
                position += mask.trailingZeroBitCount / 8
                return
            }
            position += 8
        }
    }

    /// The high bit of every byte that is zero; bits above the lowest such byte may be wrong.
    @inline(__always)
    private static func zeros(_ word: UInt64) -> UInt64 { (word &- 0x0101_0101_0101_0101) & ~word }

    private mutating func escape() throws(JSONParseError) {
        position += 1
        guard position < bytes.count else { throw error("a string has no end", .closingQuote) }
        switch bytes[position] {
        case UInt8(ascii: "n"), UInt8(ascii: "t"), UInt8(ascii: "r"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
            position += 1
        case UInt8(ascii: "u"):
            let unit = try codeUnit()
            guard UTF16.isSurrogate(unit) else { return }
            if UTF16.isLeadSurrogate(unit), position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
                bytes[position + 1] == UInt8(ascii: "u")
            {
                position += 1
                if UTF16.isTrailSurrogate(try codeUnit()) { return }
            }
            hasLoneSurrogates = true
        default: throw error("unknown escape \(here)", .escape)
        }
    }

    /// The four digits behind a `u`.
    private mutating func codeUnit() throws(JSONParseError) -> UInt16 {
        position += 1
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard position < bytes.count, let digit = JSONEscapes.digit(bytes[position]) else {
                throw error("expected four hexadecimal digits after \\u", .hexadecimalDigit)
            }
            unit = unit << 4 | UInt16(digit)
            position += 1
        }
        return unit
    }

    private func checkUTF8(_ start: Int) throws(JSONParseError) {
        let text = UnsafeBufferPointer(rebasing: bytes[start..<position])
        guard String(validating: text, as: UTF8.self) != nil else {
            throw error("a string is not UTF-8", .encoding, at: start)
        }
    }

    // MARK: Moving on

    @inline(__always)
    private mutating func skipSpace() {
        while position < bytes.count, bytes[position] <= 0x20 {
            switch bytes[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    /// Passes white space and then `byte`, if it stands there.
    @inline(__always)
    private mutating func skip(_ byte: UInt8) -> Bool {
        skipSpace()
        return take(byte)
    }

    @inline(__always)
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

    private func error(
        _ reason: String,
        _ expected: JSONParseError.Expected = .value,
        at offset: Int? = nil
    ) -> JSONParseError {
        let offset = min(offset ?? position, bytes.count)
        var line = 1
        var lineStart = 0
        for index in 0..<offset where bytes[index] == 0x0A {
            line += 1
            lineStart = index + 1
        }
        return JSONParseError(
            reason: reason,
            offset: offset,
            line: line,
            column: offset - lineStart + 1,
            expected: expected
        )
    }
}
