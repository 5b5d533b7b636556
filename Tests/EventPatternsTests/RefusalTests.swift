import Testing

@testable import EventPatterns

/// What is no pattern, and what is said of it.
@Suite struct RefusalTests {
    @Test(arguments: [
        ("[]", "Filter is not an object"),
        ("1", "Filter is not an object"),
        ("{}", "Empty objects are not allowed"), (#"{"a":{}}"#, "Empty objects are not allowed"),
        (#"{"a":[]}"#, "Empty arrays are not allowed"), (#"{"a":"x"}"#, #""a" must be an object or an array"#),
        (#"{"a":{"b":1}}"#, #""b" must be an object or an array"#),
        (#"{"a":[["x"]]}"#, "Match value must be String, number, true, false, or null"),
        (#"{"a":[{"prefix":"x","suffix":"y"}]}"#, "Only one key allowed in match expression"),
        (#"{"a":[{"like":"x"}]}"#, "Unrecognized match type like"),
        (#"{"a":[{"prefix":1}]}"#, "prefix match pattern must be a string"),
        (#"{"a":[{"suffix":null}]}"#, "suffix match pattern must be a string"),
        (#"{"a":[{"exists":"yes"}]}"#, "exists match pattern must be either true or false."),
        (#"{"a":[{"equals-ignore-case":["x"]}]}"#, "equals-ignore-case match pattern must be a string"),
        (#"{"a":[{"numeric":5}]}"#, "Value of numeric must be an array."),
        (#"{"a":[{"numeric":[]}]}"#, "Invalid member in numeric match: ]"),
        (#"{"a":[{"numeric":[5,5]}]}"#, "Invalid member in numeric match: 5"),
        (#"{"a":[{"numeric":["<","x"]}]}"#, "Value of < must be numeric"),
        (#"{"a":[{"numeric":["="]}]}"#, "Value of equals must be numeric"),
        (#"{"a":[{"numeric":["!",1]}]}"#, "Unrecognized numeric range operator: !"),
        (#"{"a":[{"numeric":["<",1,">",0]}]}"#, "Too many elements in numeric expression"),
        (#"{"a":[{"numeric":[">",1,">",0]}]}"#, "Bad numeric range operator: >"),
        (#"{"a":[{"numeric":[">",1,"<"]}]}"#, "Value of < must be numeric"),
        (#"{"a":[{"numeric":[">",1,2]}]}"#, "Bad value in numeric range: 2"),
        (#"{"a":[{"numeric":[">",5,"<",5]}]}"#, "Bottom must be less than top"),
        (#"{"a":[{"numeric":[">",1,"<",2,"<",3]}]}"#, "Too many terms in numeric range expression"),
        (#"{"a":[{"numeric":["=",5000000001]}]}"#, "Value must be between -5000000000 and 5000000000, inclusive"),
        (#"{"a":[{"anything-but":null}]}"#, "Value of anything-but must be an array or single string/number value."),
        (
            #"{"a":[{"anything-but":["x",1]}]}"#,
            "Inside anything but list, either all values are number or string, mixed type is not supported"
        ),
        (#"{"a":[{"anything-but":[true]}]}"#, "Inside anything but list, start|null|boolean is not supported."),
        (#"{"a":[{"anything-but":{}}]}"#, "Anything-But expression name not found"),
        (#"{"a":[{"anything-but":{"numeric":["=",1]}}]}"#, "Unsupported anything-but pattern: numeric"),
        (#"{"a":[{"anything-but":{"prefix":""}}]}"#, "Null prefix/suffix not allowed"),
        (#"{"a":[{"anything-but":{"suffix":[1]}}]}"#, "prefix/suffix match pattern must be a string"),
        (#"{"a":[{"anything-but":{"wildcard":1}}]}"#, "wildcard match pattern must be a string"),
        (
            #"{"a":[{"anything-but":{"prefix":{"equals-ignore-case":"x"}}}]}"#,
            "Value of anything-but must be an array or single string/number value."
        ),
        (
            #"{"a":[{"anything-but":{"equals-ignore-case":1}}]}"#,
            "Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported."
        ),
        (#"{"a":[{"cidr":["10.0.0.0/8"]}]}"#, "prefix match pattern must be a string"),
        (#"{"a":[{"wildcard":"a**b"}]}"#, "Consecutive wildcard characters at pos 2"),
        (#"{"a":[{"wildcard":"a\\b"}]}"#, "Invalid escape character at pos 1"),
        (#"{"a":[{"cidr":"10.0.0.0"}]}"#, "Malformed CIDR, one '/' required"),
        (#"{"a":[{"cidr":"10.0.0.0/x"}]}"#, "Malformed CIDR, mask bits must be an integer"),
        (#"{"a":[{"cidr":"10.0.0.0/-1"}]}"#, "Malformed CIDR, mask bits must not be negative"),
        (#"{"a":[{"cidr":"10.0.0.0/33"}]}"#, "IPv4 mask bits must be < 32"),
        (#"{"a":[{"cidr":"10.0.0/8"}]}"#, "Nonstandard IP address: 10.0.0"),
    ])
    func refuses(_ pattern: String, _ reason: String) {
        let error = #expect(throws: EventPatternError.self) { try EventPattern(pattern) }
        #expect(error?.reason == reason)
    }

    /// As the compiler that AWS uses tells where it was.
    @Test(arguments: [
        (#"{"time": [{"prefix": 123}]}"#, 25), (#"{"time": [{"prefix": ["2022-07-13"]}]}"#, 23),
        (#"{"string": "my-value"}"#, 13), (#"{"int": 42}"#, 11), (#"{"resources": []}"#, 17),
        (#"["not", "a"]"#, 2), (#"{"my_key": [{"EXISTS": true}]}"#, 28),
        (#"{"detail": {"equal": [{"NUMERIC": ["=", 5]}]}}"#, 36),
        (#"{"detail": {"c-count": [{"numeric": [">", 0, ">", 0]}]}}"#, 49),
        (#"{"detail": {"c-count": [{"numeric": [">", 0, "<"]}]}}"#, 50),
        (#"{"detail": {"FileName": [{"anything-but": {"prefix": ""}}]}}"#, 56),
        (#"{"detail": {"FileName": [{"anything-but": {"prefix": {"equals-ignore-case": "file"}}}]}}"#, 55),
        (#"{"key":[{"suffix":"value","prefix":"value2"}]}"#, 37), (#"{"key":[["value"]]}"#, 10),
        (#"{"key":[{"numeric":[]}]}"#, 22), (#"{"key":[{"numeric":["operator"]}]}"#, 32),
        (#"{"key":[{"numeric":[1,"<="]}]}"#, 22), (#"{"key":[{"numeric":["=","000"]}]}"#, 26),
        (#"{"key":[{"numeric":["<",100,">",10]}]}"#, 30), (#"{"key":[{"numeric":[">",3,"<",1]}]}"#, 33),
        (#"{"key":[{"numeric":[">",20,30]}]}"#, 30), (#"{"key":[{"numeric":[">",20,"test"]}]}"#, 34),
        (#"{"key":[{"numeric":[">",20,"<",30,"<",50]}]}"#, 36), (#"{"key":[{"exists":"no"}]}"#, 20),
        (#"{"a":[{"wildcard":"a**b"}]}"#, 25),
    ])
    func tellsThePlace(_ pattern: String, _ column: Int) throws {
        let error = try #require(throws: EventPatternError.self) { try EventPattern(pattern) }
        let place = "\n at [Source: (String)\"\(pattern)\"; line: 1, column: \(column)]"
        #expect(error.message == error.reason + place)
    }

    /// Lists of values that are excluded are looked at apart.
    @Test func tellsThePlaceTwiceInLists() {
        let pattern = #"{"detail": {"state": [{"anything-but": ["stopped", null]}]}}"#
        let error = #expect(throws: EventPatternError.self) { try EventPattern(pattern) }
        let place = "\n at [Source: (String)\"\(pattern)\"; line: 1, column: 56]"
        let reason = "Inside anything but list, start|null|boolean is not supported."
        #expect(error?.message == reason + place + place)
    }

    @Test(arguments: [
        ("this is no object", "Unrecognized token 'this': was expecting", 5),
        ("{'bad': 'quotation'}", "Unexpected character (''' (code 39)): was expecting double-quote to start", 2),
        (#"{"not": closed mark""#, "Unrecognized token 'closed': was expecting", 15),
        (#"{"a":["x""#, "Unexpected end-of-input: expected close marker for Array (start marker at [Source", 10),
    ])
    func saysWhatIsNoJSON(_ pattern: String, _ reason: String, _ column: Int) throws {
        let error = try #require(throws: EventPatternError.self) { try EventPattern(pattern) }
        #expect(error.message.hasPrefix(reason), "\(error.message)")
        #expect(error.message.hasSuffix("\n at [Source: (String)\"\(pattern)\"; line: 1, column: \(column)]"))
        let other = try #require(throws: EventPatternError.self) { try EventPattern(pattern, dialect: .sns) }
        #expect(other.message.hasPrefix("failed to parse JSON. \(reason.prefix(30))"))
        #expect(other.message.contains("[Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled);"))
    }

    @Test(arguments: [
        ("*:*:*:*:*:event-bus/*", true), ("*:*:*:*:*:*", true), ("arn:*:*:*:*:*", false), ("*aaaaaaaaa", false),
        ("*aaaaaaaaaa", true), ("/Users/*/dir/dir/dir/dir/dir/doc.txt", false),
    ])
    func takesNoWildcardsThatAreTooComplex(_ text: String, _ isTooComplex: Bool) {
        var message: String?
        do throws(EventPatternError) {
            _ = try EventPattern(#"{"a":[{"wildcard":"\#(text)"}]}"#)
        } catch {
            message = error.message
        }
        #expect((message != nil) == isTooComplex)
        #expect(message?.hasPrefix("Rule is too complex - try using fewer wildcard characters") != false)
    }

    @Test(arguments: [
        (#"{"a":[{"anything-but":{"suffix":"x"}}]}"#, "Unsupported anything-but pattern: suffix"),
        (#"{"a":[{"anything-but":{"prefix":false}}]}"#, "prefix match pattern must be a string"),
    ])
    func refusesInSNS(_ pattern: String, _ reason: String) {
        let error = #expect(throws: EventPatternError.self) { try EventPattern(pattern, dialect: .sns) }
        #expect(error?.reason == reason)
    }

    @Test func countsThePatternsThatChoicesStandFor() throws {
        #expect(
            try EventPattern(#"{"$or":[{"a":[1]},{"b":[2]}],"c":{"$or":[{"d":[1]},{"e":[1]},{"f":[1]}]}}"#).complexity
                == 6
        )
    }
}
