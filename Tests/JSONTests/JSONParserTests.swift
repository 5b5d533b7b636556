import JSON
import Testing

@Suite struct JSONParserTests {
    @Test(arguments: [
        #"{"a":[1,2.50,-0e1],"b":null,"c":"x\u00e9\ud83d\ude00\n","d":true}"#,
        #"[]"#, #"{}"#, #""""#, #"0"#, #"123456789012345678901234567890.5"#,
    ])
    func readsAndWritesBack(_ text: String) throws {
        let value = try JSON(parsing: text)
        #expect(try JSON(parsing: value.bytes) == value)
        #expect(try JSON(parsing: value.prettyText) == value)
    }

    @Test func keepsNumbersAndOrder() throws {
        let value = try JSON(parsing: #" {"z": 1.0e+02, "a": 00e} "#.replacing("00e", with: "0"))
        #expect(value.text == #"{"z":1.0e+02,"a":0}"#)
        #expect(value["z"]?.intValue == 100)
    }

    @Test func unescapes() throws {
        #expect(try JSON(parsing: #""\u0041\ud83d\ude00\ud83dx""#) == .string("A😀\u{FFFD}x"))
        #expect(JSON.string("\u{1}\"\\/é").text == #""\u0001\"\\/é""#)
    }

    @Test(arguments: [
        (#""\ud83d\ude00""#, false), (#""\u00e9\n\\ud83d""#, false), (#""\ud83d""#, true), (#""\ude00x""#, true),
        (#""\ud83dx""#, true), (#""\ud83d\n""#, true), (#""\ud83d\u0041""#, true), (#""\ud83d\ud83d\ude00""#, true),
        (#"{"\ud83d":1}"#, true), (#"["\ud83d\ude00",{"\uDBFF\uDFFF":"\uD800\uDC00"}]"#, false),
    ])
    func knowsLoneSurrogates(_ text: String, areThere: Bool) throws {
        #expect(try JSONTape(Array(text.utf8)).hasLoneSurrogates == areThere)
    }

    @Test func lastOfTwoEqualKeysWins() throws {
        let many = (0..<40).map { #""k\#($0)":\#($0)"# }.joined(separator: ",")
        let value = try JSON(parsing: "{\(many),\"k39\":\"new\",\"k1\":\"new\"}")
        #expect(value.objectValue?.count == 40)
        #expect(value["k39"] == "new" && value["k1"] == "new")
    }

    @Test func keysDifferByBytesNotByNormalization() throws {
        let value = try JSON(parsing: #"{"\u00e9":1,"e\u0301":2}"#)
        #expect(value.objectValue?.count == 2)
    }

    @Test(arguments: [
        ("", "unexpected end of text at line 1, column 1"),
        ("{\n \"a\" 1}", "expected ':' after a member name, found '1' at line 2, column 6"),
        ("[1,]", "unexpected ']' at line 1, column 4"),
        ("{} x", "unexpected 'x' after the value at line 1, column 4"),
        ("01", "unexpected '1' after the value at line 1, column 2"),
        ("nul", "unexpected 'n' at line 1, column 1"),
        ("\"a\u{1}\"", "a control character in a string must be escaped at line 1, column 3"),
        ("\"\\x\"", "unknown escape 'x' at line 1, column 3"),
    ])
    func saysWhatIsWrongAndWhere(_ text: String, _ message: String) {
        #expect { try JSON(parsing: text) } throws: { "\($0)" == message }
    }

    @Test func refusesBadUTF8AndDepth() {
        #expect(throws: JSONParseError.self) { try JSON(parsing: [0x22, 0xFF, 0x22] as [UInt8]) }
        let deep = String(repeating: "[", count: 100_000)
        #expect(throws: JSONParseError.self) { try JSON(parsing: deep) }
    }
}
