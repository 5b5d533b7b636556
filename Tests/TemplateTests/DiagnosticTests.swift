import Template
import Testing

@Suite struct DiagnosticTests {
    @Test func aDiagnosticIsOneLine() {
        let path = JSONPath(["Resources", "Search", "Properties", "Timout"])
        let diagnostic = Diagnostic(.error, path, "unknown property", remedy: "did you mean Timeout?")
        #expect(
            diagnostic.description
                == "error /Resources/Search/Properties/Timout: unknown property; did you mean Timeout?"
        )
    }

    @Test func pathsAreEscapedByRFC6901() {
        #expect(JSONPath(["Paths", "/books/~x", "0"]).description == "/Paths/~1books~1~0x/0")
        #expect(JSONPath.root.description == "/")
    }
}
