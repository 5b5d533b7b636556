import JSON
import Testing

@testable import Logs

@Suite struct PatternTests {
    /// The examples of AWS's page on filter patterns, and what stands at the edges of the grammar.
    @Test(arguments: [
        ("", "anything", true),
        ("ERROR", "[ERROR 400] BAD REQUEST", true),
        ("ERROR", "error", false),
        ("ERROR ARGUMENTS", "[ERROR] UNKNOWN ARGUMENTS", true),
        ("ERROR ARGUMENTS", "[ERROR] ONE", false),
        ("?ERROR ?ARGUMENTS", "ARGUMENTS alone", true),
        ("?ERROR ?ARGUMENTS", "none", false),
        ("?ERROR 400", "the 400", true),
        ("ERROR -ARGUMENTS", "[ERROR] UNKNOWN ARGUMENTS", false),
        ("ERROR -ARGUMENTS", "[ERROR] alone", true),
        ("\"INTERNAL SERVER ERROR\"", "[ERROR 500] INTERNAL SERVER ERROR", true),
        ("\"say \\\"hi\\\"\"", "they say \"hi\"", true),
        ("-\"not this\"", "but that", true),
        ("%[0-9]{3}%", "code 404", true),
        ("%[0-9]{3}%", "code 40", false),
        ("%^(a+)+$%", "\(String(repeating: "a", count: 60))!", false),
    ])
    func looksForTerms(_ pattern: String, _ message: String, _ matches: Bool) throws {
        #expect(try FilterPattern(pattern).matches(message) == matches)
    }

    private static let event = """
        {"eventType":"UpdateTrail","sourceIPAddress":"111.111.111.111","arrayKey":["value","another value"],
        "objectList":[{"name":"a","id":1},{"name":"b","id":2}],"SomeObject":null,"cluster.name":"c","on":true,
        "bandwidth":75,"errorCode":400,"count":"12"}
        """

    @Test(arguments: [
        (#"{ $.eventType = "UpdateTrail" }"#, true),
        (#"{ $.eventType = UpdateTrail }"#, true),
        (#"{$.eventType="Update*"}"#, true),
        (#"{ $.eventType = "*Trail" }"#, true),
        (#"{ $.sourceIPAddress != 123.123.* }"#, true),
        (#"{ $.sourceIPAddress != 111.111.* }"#, false),
        (#"{ $.arrayKey[0] = "value" }"#, true),
        (#"{ $.arrayKey[2] = "value" }"#, false),
        (#"{ $.objectList[1].id = 2 }"#, true),
        (#"{ $.objectList[*].name = "b" }"#, true),
        (#"{ $.bandwidth > 75 }"#, false),
        (#"{ $.bandwidth >= 75 }"#, true),
        (#"{ $.bandwidth < 7.6e1 }"#, true),
        (#"{ $.errorCode = 400.0 }"#, true),
        (#"{ $.SomeObject IS NULL }"#, true),
        (#"{ $.eventType IS NULL }"#, false),
        (#"{ $.SomeOtherObject NOT EXISTS }"#, true),
        (#"{ $.SomeObject NOT EXISTS }"#, false),
        (#"{ $.on IS TRUE }"#, true),
        (#"{ $.on IS FALSE }"#, false),
        (#"{ $['cluster.name'] = "c" }"#, true),
        (#"{ $.errorCode = 500 && $.on IS TRUE || $.bandwidth = 75 }"#, true),
        (#"{ $.errorCode = 500 && ($.on IS TRUE || $.bandwidth = 75) }"#, false),
        (#"{ $.eventType = %^Up.*l$% }"#, true),
        (#"{ $.missing != "x" }"#, false),
        (#"{ $.missing = "*" }"#, false),
    ])
    func looksIntoJSON(_ pattern: String, _ matches: Bool) throws {
        #expect(try FilterPattern(pattern).matches(Self.event) == matches)
        #expect(try !FilterPattern(pattern).matches("no JSON"))
    }

    private static let line = #"127.0.0.1 Prod frank [10/Oct/2000:13:25:15 -0700] "GET /index.html HTTP/1.0" 404 1534"#

    @Test(arguments: [
        ("[ip, id, user, timestamp, request, status_code, size]", true),
        ("[ip, id, user, timestamp, request]", false),
        ("[ip, ..., size]", true),
        ("[..., status_code = 4*, size]", true),
        ("[..., status_code = 404 || status_code = 410, size > 1000]", true),
        ("[ip, id, user, timestamp, request = *html*, status_code = 4*, size]", true),
        ("[ip, id, user!=frank&&user!=bob, ...]", false),
        ("[ip=%127\\.0\\.0\\.[1-9]%, ...]", true),
        ("[, , user = frank, ...]", true),
    ])
    func looksIntoFields(_ pattern: String, _ matches: Bool) throws {
        #expect(try FilterPattern(pattern).matches(Self.line) == matches)
    }

    @Test func tellsWhatItFinds() throws {
        let fields = try #require(try FilterPattern("[ip, id, ..., size]").match(Self.line))
        #expect(fields.value(of: "$size") == "1534")
        #expect(fields.value(of: "$ip") == "127.0.0.1")
        #expect(fields.value(of: "7") == "7")
        #expect(fields.values.contains { $0 == ("$5", "GET /index.html HTTP/1.0") })
        let json = try #require(try FilterPattern("{ $.bandwidth > 1 }").match(Self.event))
        #expect(json.value(of: "$.errorCode") == "400")
        #expect(json.value(of: "$.nothing") == nil)
        #expect(json.values.map(\.name) == ["$.bandwidth"])
    }

    @Test(arguments: [
        "{", "{}", "{ $.a }", "{ $.a = }", "{ a = 1 }", "{ $.a = 1", "{ $.a = 1 } x", "{ ($.a = 1 }", "{ $.a IS }",
        "{ $. = 1 }", "{ $.a[ = 1 }", "[", "[a", "[a, b", "[..., ...]", "[a = ]", "\"open", "%open", "%(%", "?", "-",
        String(repeating: "{ (", count: 1_000), "{ " + String(repeating: "(", count: 500) + "$.a = 1",
    ])
    func refusesWhatIsNoPattern(_ text: String) {
        #expect(throws: FilterPatternError.self) { try FilterPattern(text) }
    }

    @Test func survivesWhateverItIsGiven() {
        let alphabet = Array(#"{}[]()$.=!<>&|"%*?-, ab1'"#)
        var state: UInt64 = 7
        for _ in 0..<4_000 {
            var text = ""
            for _ in 0..<12 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text.append(alphabet[Int(state >> 33) % alphabet.count])
            }
            guard let pattern = try? FilterPattern(text) else { continue }
            _ = pattern.matches(text)
            _ = pattern.matches(Self.event)
            _ = pattern.matches(Self.line)
        }
    }
}
