/// Where a value stands in a document: an RFC 6901 pointer such as `/Resources/Search/Properties/Timeout`.
package struct JSONPath: Sendable, Hashable {
    /// Member names and array indexes from the root down, unescaped.
    package private(set) var tokens: [String]

    package static let root = JSONPath([])

    package init(_ tokens: [String]) { self.tokens = tokens }

    /// Reads what `description` writes; the root where the text is no pointer.
    package init(pointer: String) {
        let parts = pointer.hasPrefix("/") && pointer != "/" ? pointer.dropFirst().split(separator: "/") : []
        tokens = parts.map { String($0).replacing("~1", with: "/").replacing("~0", with: "~") }
    }

    package static func / (path: JSONPath, token: String) -> JSONPath { JSONPath(path.tokens + [token]) }
    package static func / (path: JSONPath, index: Int) -> JSONPath { path / String(index) }

    /// The path of what contains this; `nil` for the root.
    package var parent: JSONPath? { tokens.isEmpty ? nil : JSONPath(tokens.dropLast()) }
}

extension JSONPath: CustomStringConvertible {
    /// The pointer's text; `/` for the whole document, where RFC 6901 has the empty text, which nobody would see.
    package var description: String {
        tokens.isEmpty ? "/" : tokens.map { "/" + Self.escaped($0) }.joined()
    }

    private static func escaped(_ token: String) -> String {
        token.contains(where: { $0 == "~" || $0 == "/" })
            ? String(token.flatMap { $0 == "~" ? "~0" : $0 == "/" ? "~1" : String($0) }) : token
    }
}
