/// The rules for a route's path: `/books/{book_id}/pages/{rest+}`.
enum RoutePath {
    /// What is wrong with the path, if anything is.
    ///
    /// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
    static func complaint(about path: String) -> String? {
        guard path.hasPrefix("/") else { return "a path begins with a slash: \"\(path)\" does not" }
        let segments = segments(of: path)
        var names: Set<String> = []
        for (index, segment) in segments.enumerated() {
            // One slash at the end is allowed.
            if segment.isEmpty, index < segments.count - 1 || index == 0 && path != "/" {
                return "an empty segment in \"\(path)\""
            }
            let isLast = index == segments.count - 1
            if let complaint = complaint(aboutSegment: segment, isLast: isLast) { return complaint }
            if let name = parameter(in: segment), !names.insert(name).inserted {
                return "the parameter {\(name)} stands twice in \"\(path)\""
            }
        }
        return nil
    }

    static func segments(of path: String) -> [Substring] {
        path.dropFirst().split(separator: "/" as Character, omittingEmptySubsequences: false)
    }

    /// `book_id` for `{book_id}` and for `{book_id+}`; `nil` for a segment that stands for itself.
    static func parameter(in segment: some StringProtocol) -> String? {
        guard segment.hasPrefix("{"), segment.hasSuffix("}") else { return nil }
        let name = segment.dropFirst().dropLast()
        return String(name.hasSuffix("+") ? name.dropLast() : name[...])
    }

    /// The names of all its parameters.
    static func parameters(of path: String) -> [String] { segments(of: path).compactMap(parameter) }

    private static func complaint(aboutSegment segment: Substring, isLast: Bool) -> String? {
        if let name = parameter(in: segment) {
            if name.isEmpty || !name.allSatisfy({ isPlain($0) || $0 == ":" }) {
                return "\(segment) is no path parameter: its name has letters, digits, ._-: only"
            }
            return isGreedy(segment) && !isLast ? "\(segment) takes the rest of the path: it must come last" : nil
        }
        let isLiteral = segment.allSatisfy { isPlain($0) || "~!$&'()*+,;=:@%".contains($0) }
        return isLiteral ? nil : "\"\(segment)\" is no segment of a path: a {parameter} fills a whole one"
    }

    static func isGreedy(_ segment: some StringProtocol) -> Bool { segment.hasSuffix("+}") }

    private static func isPlain(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || "._-".contains(character))
    }

    /// The path with all parameters called the same: two routes with the same shape take the same requests.
    static func shape(_ path: String) -> String {
        segments(of: path).map { segment in
            parameter(in: segment) == nil ? String(segment) : isGreedy(segment) ? "{+}" : "{}"
        }.joined(separator: "/")
    }
}
