import JSON
import Wire

/// Says why a payload is no JSON the way AWS does, whose parser is Jackson.
enum InvalidPayload {
    private static let values = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')"

    /// What Jackson wants, by what the parser here says.
    private static let expectations = [
        ("expected a member name", "was expecting double-quote to start field name"),
        ("expected ':'", "was expecting a colon to separate field name and value"),
        ("expected ',' or '}'", "was expecting comma to separate Object entries"),
        ("expected ',' or ']'", "was expecting comma to separate Array entries"),
    ]

    static func text(_ error: JSONParseError, in body: [UInt8]) -> String {
        guard error.offset < body.count else {
            return "Unexpected end-of-input: \(error.reason)\(place(error, moved: 0))"
        }
        let byte = body[error.offset]
        if error.reason.hasPrefix("a control character") {
            return
                "Illegal unquoted character (\(name(of: byte))): has to be escaped using backslash to be included in "
                + "string value\(place(error, moved: 0))"
        }
        if let expectation = expectations.first(where: { error.reason.hasPrefix($0.0) })?.1 {
            return "Unexpected character (\(name(of: byte))): \(expectation)\(place(error, moved: 0))"
        }
        if isPartOfWord(byte), !byte.isDigit { return word(error, body) }
        return "Unexpected character (\(name(of: byte))): expected a valid value \(values)\(place(error, moved: 0))"
    }

    private static func name(of byte: UInt8) -> String {
        byte < 0x20 || byte >= 0x7F
            ? "(CTRL-CHAR, code \(byte))" : "'\(Character(Unicode.Scalar(byte)))' (code \(byte))"
    }

    /// A word that is no value: it is read to its end, which may turn out not to be text.
    private static func word(_ error: JSONParseError, _ body: [UInt8]) -> String {
        var word = ""
        var index = error.offset
        while index < body.count {
            let byte = body[index]
            index += 1
            if byte & 0b1100_0000 == 0b1000_0000 || byte >= 0b1111_1000 {
                let code = String(byte, radix: 16)
                return "Invalid UTF-8 start byte 0x\(code)\(place(error, moved: index - error.offset))"
            }
            guard isPartOfWord(byte) else { break }
            word.unicodeScalars.append(Unicode.Scalar(byte))
        }
        return "Unrecognized token '\(word)': was expecting \(values)\(place(error, moved: index - error.offset))"
    }

    private static func isPartOfWord(_ byte: UInt8) -> Bool {
        byte.isLetter || byte.isDigit || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$")
    }

    private static func place(_ error: JSONParseError, moved columns: Int) -> String {
        "\n at [Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); "
            + "line: \(error.line), column: \(error.column + columns)]"
    }
}
