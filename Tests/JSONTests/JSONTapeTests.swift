import JSON
import Testing

@Suite struct JSONTapeTests {
    private func tape(_ text: String) throws -> JSONTape { try JSONTape(Array(text.utf8)) }

    @Test func elementsAreTheOnesOfTheArrayItself() throws {
        let tape = try tape(#"{"a":[1,[2,3],{"b":4}],"c":[]}"#)
        let array = try #require(tape.member("a", of: 0))
        #expect(tape.elements(of: array).map { JSON(tape, at: $0) } == [1, [2, 3], ["b": 4]])
        let empty = try #require(tape.member("c", of: 0))
        #expect(tape.elements(of: empty).isEmpty)
    }

    @Test func anOnlyMemberHasNoOtherBesideIt() throws {
        #expect(try tape(#"{"a":1}"#).onlyMember("a", of: 0) == 2)
        #expect(try tape(#"{"b":1}"#).onlyMember("a", of: 0) == nil)
        #expect(try tape(#"{"a":1,"b":2}"#).onlyMember("a", of: 0) == nil)
        #expect(try tape(#"["a"]"#).onlyMember("a", of: 0) == nil)
    }

    @Test func tokensLieInTheOrderOfTheText() throws {
        let tape = try tape(#"{"key":"value"}"#)
        let texts = tape.withTokens { bytes, tokens in
            tokens.dropFirst().map { String(decoding: bytes[Int($0.start)..<Int($0.start + $0.length)], as: UTF8.self) }
        }
        #expect(texts == ["key", "value"])
    }
}
