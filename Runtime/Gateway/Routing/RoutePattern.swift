/// The path of a route in segments: `/books/{book_id}`, `/files/{name+}`.
package struct RoutePattern: Sendable, Hashable {
    enum Segment: Sendable, Hashable {
        case literal(String)
        /// Takes one segment that is not empty.
        case parameter(String)
        /// Takes all the segments that are left; always the last.
        case greedy(String)
    }

    var segments: [Segment]

    /// Reads a path as a route has it; throws with the reason where it is none.
    package init(_ path: String) throws(InvalidPath) {
        guard path.hasPrefix("/") else { throw InvalidPath(reason: "a path begins with '/'") }
        segments = []
        for part in path.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            segments.append(try Self.segment(String(Substring(part))))
        }
        if segments.dropLast().contains(where: { if case .greedy = $0 { true } else { false } }) {
            throw InvalidPath(reason: "a greedy parameter such as {proxy+} can only be the last segment")
        }
        let names = parameterNames
        if Set(names).count < names.count { throw InvalidPath(reason: "two parameters have the same name") }
    }

    private static func segment(_ text: String) throws(InvalidPath) -> Segment {
        guard text.utf8.contains(where: { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "}") }) else {
            return .literal(text)
        }
        guard text.hasPrefix("{"), text.hasSuffix("}") else {
            throw InvalidPath(reason: "'\(text)' is no segment: a parameter in braces takes a whole one")
        }
        var name = text.dropFirst().dropLast()
        let isGreedy = name.hasSuffix("+")
        if isGreedy { name = name.dropLast() }
        guard !name.isEmpty, name.utf8.allSatisfy(isNameByte) else {
            throw InvalidPath(reason: "'\(name)' is no parameter name: letters, digits and . _ - : make one")
        }
        return isGreedy ? .greedy(String(name)) : .parameter(String(name))
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: ":"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    var parameterNames: [String] {
        segments.compactMap { segment in
            switch segment {
            case .literal: nil
            case .parameter(let name), .greedy(let name): name
            }
        }
    }

    /// The pattern with its parameters' names left out: two patterns of one shape match the same paths.
    var shape: String {
        segments.map { segment in
            switch segment {
            case .literal(let text): "/\(text)"
            case .parameter: "/{}"
            case .greedy: "/{+}"
            }
        }.joined()
    }

    /// REST APIs have resources, not paths: a slash at the end makes no difference.
    var withoutTrailingSlash: RoutePattern {
        var copy = self
        while copy.segments.last == .literal("") { copy.segments.removeLast() }
        return copy
    }
}

/// Why a text is not the path of a route.
package struct InvalidPath: Error, Hashable { var reason: String }
