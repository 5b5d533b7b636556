/// What Jackson, which most of AWS reads JSON with, says of texts that are none.
package enum JacksonWords {
    /// What a place says of the text that it is in.
    package enum Source {
        /// Services that read bytes, and keep them out of messages.
        case redacted
        /// Services that read texts, and keep them out of messages.
        case redactedText
        /// The first 500 characters are told.
        case told
    }

    /// Why a text is no JSON, and where.
    package static func text(_ error: JSONParseError, in bytes: [UInt8], _ source: Source) -> String {
        if error.expected == .lessNesting { return error.expected.words }
        let (reason, offset) = reason(error, in: bytes, source)
        return reason + place(offset, in: bytes, source)
    }

    /// ` at [Source: …; line: 1, column: 5]` on a line of its own: the place behind the first `offset` bytes.
    package static func place(_ offset: Int, in bytes: [UInt8], _ source: Source) -> String {
        "\n at \(self.source(offset, in: bytes, source))"
    }

    private static func source(_ offset: Int, in bytes: [UInt8], _ source: Source) -> String {
        let line = bytes[..<offset].count { $0 == 0x0A } + 1
        let start = bytes[..<offset].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        let isBytes = source == .redacted
        let length = isBytes ? offset - start : String(decoding: bytes[start..<offset], as: UTF8.self).utf16.count
        let place = "line: \(line), column: \(length + 1)]"
        guard case .told = source else {
            return "[Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); \(place)"
        }
        let text = String(decoding: bytes, as: UTF8.self)
        let more = text.utf16.count - 500
        let told = String(decoding: text.utf16.prefix(500), as: UTF16.self)
        return "[Source: (String)\"\(told)\"\(more > 0 ? "[truncated \(more) chars]" : ""); \(place)"
    }

    // MARK: Reasons

    /// With the place that is told, which is behind words that are no tokens and at single characters.
    private static func reason(
        _ error: JSONParseError,
        in bytes: [UInt8],
        _ source: Source
    ) -> (String, offset: Int) {
        guard error.offset < bytes.count else { return (end(error, bytes, source), bytes.count) }
        let byte = bytes[error.offset]
        switch error.expected {
        case .value where isPartOfWord(byte) && !(0x30...0x39).contains(byte):
            return word(at: error.offset, in: bytes, source)
        case .encoding: return invalidUTF8(from: error.offset, in: bytes)
        case .plainCharacter:
            let reason = "has to be escaped using backslash to be included in string value"
            return ("Illegal unquoted character (\(name(byte))): \(reason)", error.offset)
        case .escape: return ("Unrecognized character escape \(name(byte))", error.offset)
        default: return ("Unexpected character (\(name(byte))): \(error.expected.words)", error.offset)
        }
    }

    /// `'x' (code 120)`.
    private static func name(_ byte: UInt8) -> String {
        byte < 0x20 || byte >= 0x7F
            ? "(CTRL-CHAR, code \(byte))" : "'\(Character(Unicode.Scalar(byte)))' (code \(byte))"
    }

    private static func isPartOfWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"):
            true
        default: false
        }
    }

    /// Where texts are read as bytes, the one behind the word is read with it.
    private static func word(at start: Int, in bytes: [UInt8], _ source: Source) -> (String, offset: Int) {
        let word = bytes[start...].prefix(while: isPartOfWord)
        if word.endIndex < bytes.count, length(bytes[word.endIndex]) == nil {
            return invalidUTF8(from: word.endIndex, in: bytes)
        }
        let text = String(decoding: word, as: UTF8.self)
        let tokens = JSONParseError.Expected.tokens
        let end = source == .redacted ? min(word.endIndex + 1, bytes.count) : word.endIndex
        return ("Unrecognized token '\(text)': was expecting \(tokens)", end)
    }

    /// The first byte from `start` on that UTF-8 has not in such a place.
    private static func invalidUTF8(from start: Int, in bytes: [UInt8]) -> (String, offset: Int) {
        var index = start
        while index < bytes.count, let length = length(bytes[index]) {
            let rest = bytes[(index + 1)...].prefix(length - 1)
            if let wrong = rest.firstIndex(where: { $0 & 0xC0 != 0x80 }) {
                return ("Invalid UTF-8 middle byte 0x\(String(bytes[wrong], radix: 16))", wrong + 1)
            }
            index += length
        }
        let byte = index < bytes.count ? bytes[index] : 0
        return ("Invalid UTF-8 start byte 0x\(String(byte, radix: 16))", min(index + 1, bytes.count))
    }

    /// How many bytes a character has that begins with this one.
    private static func length(_ first: UInt8) -> Int? {
        switch first {
        case 0..<0x80: 1
        case 0xC0..<0xE0: 2
        case 0xE0..<0xF0: 3
        case 0xF0..<0xF8: 4
        default: nil
        }
    }

    /// Of a text that breaks off.
    private static func end(_ error: JSONParseError, _ bytes: [UInt8], _ source: Source) -> String {
        if error.expected == .closingQuote || error.expected == .escape {
            return "Unexpected end-of-input: was expecting closing quote for a string value"
        }
        guard let open = openContainer(bytes) else {
            return "Unexpected end-of-input: expected a valid value \(JSONParseError.Expected.tokens)"
        }
        let kind = bytes[open] == UInt8(ascii: "{") ? "Object" : "Array"
        let last = bytes.last { $0 > 0x20 } ?? 0
        if error.expected == .colon || last == UInt8(ascii: ",") || last == UInt8(ascii: ":") {
            return "Unexpected end-of-input within/between \(kind) entries"
        }
        let start = self.source(open, in: bytes, source)
        return "Unexpected end-of-input: expected close marker for \(kind) (start marker at \(start))"
    }

    /// Where the innermost container begins that has no end.
    private static func openContainer(_ bytes: [UInt8]) -> Int? {
        var (open, isInString, isEscaped): ([Int], Bool, Bool) = ([], false, false)
        for (index, byte) in bytes.enumerated() {
            switch byte {
            case _ where isEscaped: isEscaped = false
            case UInt8(ascii: "\\"): isEscaped = isInString
            case UInt8(ascii: "\""): isInString.toggle()
            case _ where isInString: break
            case UInt8(ascii: "{"), UInt8(ascii: "["): open.append(index)
            case UInt8(ascii: "}"), UInt8(ascii: "]"): _ = open.popLast()
            default: break
            }
        }
        return open.last
    }
}

extension JSONParseError.Expected {
    static let tokens = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')"

    fileprivate var words: String {
        switch self {
        case .memberName: "was expecting double-quote to start field name"
        case .colon: "was expecting a colon to separate field name and value"
        case .commaOfObject: "was expecting comma to separate Object entries"
        case .commaOfArray: "was expecting comma to separate Array entries"
        case .digit: "Expected a digit of a numeric value"
        case .hexadecimalDigit: "expected a hex-digit for character escape sequence"
        case .lessNesting:
            "Document nesting depth (\(JSON.defaultMaximumDepth + 1)) exceeds the maximum allowed "
                + "(\(JSON.defaultMaximumDepth), from `StreamReadConstraints.getMaxNestingDepth()`)"
        case .value, .plainCharacter, .closingQuote, .escape, .encoding: "expected a valid value \(Self.tokens)"
        }
    }
}
