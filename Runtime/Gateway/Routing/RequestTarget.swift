import Wire

/// The target of a request line, split at its `?`, still percent-encoded.
struct RequestTarget {
    /// Begins with `/`.
    var path: Substring
    /// Without the `?`; empty where there is none.
    var query: Substring

    init(_ target: String) {
        let mark = target.firstIndex(ofASCII: UInt8(ascii: "?")) ?? target.endIndex
        query = Substring(target.utf8[mark...].dropFirst())
        path = target[..<mark]
        if path.isEmpty { path = "/" }
    }
}

/// A path within an API's stage, in segments.
package struct RequestPath {
    /// What follows the stage, still percent-encoded; begins with `/`.
    let text: Substring
    /// Decoded where that makes a difference, for comparing with the literals of routes.
    package let segments: [Substring]
    private let encoded: [Substring]

    /// For a REST API, slashes at both ends make no difference.
    package init(_ text: Substring, trimsSlashes: Bool) {
        self.text = text
        let slash = UInt8(ascii: "/")
        var path = text.utf8.dropFirst()
        if trimsSlashes {
            path = path.drop { $0 == slash }
            while path.last == slash { path = path.dropLast() }
        }
        encoded = trimsSlashes && path.isEmpty ? [] : Substring(path).pieces(separatedBy: slash)
        let hasEscapes = Substring(path).firstIndex(ofASCII: UInt8(ascii: "%")) != nil
        segments = hasEscapes ? encoded.map { Substring(PercentEncoding.decode($0)) } : encoded
    }

    /// The path parameters that `pattern` takes from this path, which it matches. Values come decoded or as they stood.
    func parameters(_ pattern: RoutePattern, decoded: Bool) -> [(name: String, value: String)] {
        let source = decoded ? segments : encoded
        var parameters: [(name: String, value: String)] = []
        for (index, segment) in pattern.segments.enumerated() where index < source.count {
            switch segment {
            case .literal: continue
            case .parameter(let name): parameters.append((name, String(source[index])))
            case .greedy(let name): parameters.append((name, source[index...].joined(separator: "/")))
            }
        }
        return parameters
    }
}
