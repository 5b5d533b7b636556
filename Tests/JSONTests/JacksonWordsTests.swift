import JSON
import Testing

@Suite struct JacksonWordsTests {
    private static let values = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')"

    /// What Jackson says; the first two were recorded of AWS.
    @Test(
        arguments: [
            (Array("n".utf8) + [0x87] + Array("r".utf8), "Invalid UTF-8 start byte 0x87", 3),
            ([0x99, 0xEB], "Unexpected character ((CTRL-CHAR, code 153)): expected a valid value \(values)", 1),
            (Array("xyz".utf8), "Unrecognized token 'xyz': was expecting \(values)", 4),
            (Array(" nul }".utf8), "Unrecognized token 'nul': was expecting \(values)", 6),
            (Array("}".utf8), "Unexpected character ('}' (code 125)): expected a valid value \(values)", 1),
            (
                Array("{a:1}".utf8),
                "Unexpected character ('a' (code 97)): was expecting double-quote to start field name", 2
            ),
            (
                Array("[1 2]".utf8),
                "Unexpected character ('2' (code 50)): was expecting comma to separate Array entries", 4
            ),
            (
                Array("\"\u{1}\"".utf8),
                "Illegal unquoted character ((CTRL-CHAR, code 1)): has to be escaped using backslash to be included in string "
                    + "value", 2
            ),
        ] as [([UInt8], String, Int)]
    )
    func isToldAsJacksonDoes(_ body: [UInt8], _ reason: String, _ column: Int) throws {
        let error = #expect(throws: JSONParseError.self) { try JSONTape(body) }
        let place =
            "\n at [Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: 1, column: "
            + "\(column)]"
        #expect(error.map { JacksonWords.text($0, in: body, .redacted) } == reason + place)
    }

    /// Recorded of SNS, which reads texts: the character behind a word is not read with it.
    @Test(arguments: [("invalid-json", 8), ("nul", 4), ("{invalid}", 2)])
    func placesInTextsAreThoseOfCharacters(_ text: String, _ column: Int) throws {
        let bytes = Array(text.utf8)
        let error = try #require(throws: JSONParseError.self) { try JSONTape(bytes) }
        let words = JacksonWords.text(error, in: bytes, .redactedText)
        #expect(words.contains("[Source: REDACTED"))
        #expect(words.hasSuffix("line: 1, column: \(column)]"), "\(words)")
    }
}
