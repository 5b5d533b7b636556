import Template
import Testing

@Suite struct JSONPathTests {
    @Test(arguments: [[], ["Resources", "Search"], ["Paths", "/a~b/{id}", "get"], ["Events", "0"]])
    func aPointerReadsWhatTheDescriptionWrites(_ tokens: [String]) {
        let path = JSONPath(tokens)
        #expect(JSONPath(pointer: path.description) == path)
    }

    @Test func otherTextsAreTheRoot() {
        #expect(JSONPath(pointer: "") == .root)
        #expect(JSONPath(pointer: "Resources") == .root)
    }
}
