import Testing

@testable import Wire

@Suite("Text, byte by byte")
struct StringBytesTests {
    @Test(arguments: [
        ("?", 0), ("/books?limit=1", 6), ("/bücher?x", 8), ("/a/path/of/more/than/fifteen/bytes?", 34),
    ])
    func aCharacterIsFound(text: String, offset: Int) throws {
        let index = try #require(text.firstIndex(ofASCII: UInt8(ascii: "?")))
        #expect(text.utf8.distance(from: text.startIndex, to: index) == offset)
        let inside = try #require("<\(text)>".dropFirst().firstIndex(ofASCII: UInt8(ascii: "?")))
        #expect("<\(text)>"[inside...] == text[index...] + ">")
    }

    @Test func aCharacterThatIsNotThereIsNotFound() {
        #expect("".firstIndex(ofASCII: UInt8(ascii: "?")) == nil)
        #expect("a?".dropLast().firstIndex(ofASCII: UInt8(ascii: "?")) == nil)
    }

    @Test(arguments: [
        ("Lineage=", "", ""), ("Root=1;Lineage=1:a:0;X=é", "Root=1;", "1:a:0;X=é"),
        ("LineageLineage=Lineage=", "Lineage", "Lineage="),
    ])
    func textIsFoundWhereItStandsFirst(text: String, before: String, behind: String) throws {
        let range = try #require(text.firstRange(ofASCII: "Lineage="))
        #expect(text[..<range.lowerBound] == before)
        #expect(text[range.upperBound...] == behind)
    }

    @Test(arguments: ["", "Lineage", "lineage=1", "Root=1;Lineag"])
    func textThatIsNotThereIsNotFound(text: String) { #expect(text.firstRange(ofASCII: "Lineage=") == nil) }

    @Test(arguments: [
        ("", [""]), ("/", ["", ""]), ("a", ["a"]), ("a/b", ["a", "b"]), ("/a//é/", ["", "a", "", "é", ""]),
    ])
    func piecesStandBetweenTheSeparators(text: String, pieces: [Substring]) {
        #expect(text[...].pieces(separatedBy: UInt8(ascii: "/")) == pieces)
        #expect("<\(text)>".dropFirst().dropLast().pieces(separatedBy: UInt8(ascii: "/")) == pieces)
    }

    @Test(arguments: [
        ("Host", "hOST", true), ("Content-Type", "content-type", true), ("Host", "Hosts", false),
        ("Host", "Post", false),
        ("[", "{", false), ("É", "é", false), ("", "", true),
    ])
    func namesOfFieldsAreComparedWithoutCase(one: String, other: String, areSame: Bool) {
        #expect(HTTPHeaders.same(one, other) == areSame)
    }
}
