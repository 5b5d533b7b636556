import JSON
import Testing

@testable import AWSClient

@Suite struct AttributeValueTests {
    private func text(_ value: AttributeValue) -> String {
        var writer = JSONWriter()
        value.write(to: &writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private func read(_ text: String) throws -> AttributeValue {
        try AttributeValue(wire: WireNode(tape: JSONTape(Array(text.utf8)), index: 0))
    }

    static let pairs: [(AttributeValue, String)] = [
        ("text \"é\"", #"{"S":"text \"é\""}"#), (-5, #"{"N":"-5"}"#), (true, #"{"BOOL":true}"#),
        (.n("12345678901234567890123456789012345678"), #"{"N":"12345678901234567890123456789012345678"}"#),
        (.null, #"{"NULL":true}"#), (.b([0, 255]), #"{"B":"AP8="}"#), (.ss(["a", "b"]), #"{"SS":["a","b"]}"#),
        (.ns(["1", "2.5"]), #"{"NS":["1","2.5"]}"#), (.bs([[1], []]), #"{"BS":["AQ==",""]}"#),
        (.l([.l([]), .m(["k": .n(1.5)])]), #"{"L":[{"L":[]},{"M":{"k":{"N":"1.5"}}}]}"#),
    ]

    @Test(arguments: pairs) func wireForm(_ value: AttributeValue, _ text: String) throws {
        #expect(self.text(value) == text)
        #expect(try read(text) == value)
    }

    @Test(arguments: [#"{"S":1}"#, #"{"X":"a"}"#, "{}", #"{"S":"a","N":"1"}"#, "[]", #"{"B":"*"}"#])
    func refusesOthers(_ text: String) {
        #expect(throws: WireError.self) { try read(text) }
    }

    @Test func accessors() {
        #expect(AttributeValue.n("7").intValue == 7 && AttributeValue.n("7.5").doubleValue == 7.5)
        #expect(AttributeValue.s("7").intValue == nil && AttributeValue.null.isNull)
    }
}
