import ServiceKit
import Wire

/// How requests name functions, with the patterns of AWS's model. Actions differ in what they take.
extension Shape {
    static let functionName = functionName(
        length: 1...140,
        #"([a-zA-Z0-9-_]+)(:(\$LATEST|[a-zA-Z0-9-_]+))?"#
    ) { !$0.name.contains(".") && $0.qualifier != "$LATEST.PUBLISHED" }

    static let namespacedFunctionName = functionName(
        length: 1...256,
        #"([a-zA-Z0-9-_\.]+)(:(\$LATEST(\.PUBLISHED)?|[a-zA-Z0-9-_]+))?"#
    ) { _ in true }

    static let unqualifiedFunctionName = functionName(length: 1...140, "([a-zA-Z0-9-_]+)") {
        !$0.name.contains(".") && $0.qualifier == nil
    }

    static let functionURLFunctionName = functionName(
        length: 1...140,
        #"([a-zA-Z0-9-_]{1,64})(:((?!\d+$)[0-9a-zA-Z-_]+))?"#
    ) { given in
        !given.name.contains(".") && given.name.utf8.count <= 64
            && given.qualifier.map { $0.utf8.allSatisfy(\.isWord) && !$0.utf8.allSatisfy(\.isDigit) } ?? true
    }

    private static func functionName(
        length: ClosedRange<Int>,
        _ end: String,
        where condition: @escaping @Sendable (FunctionName) -> Bool
    ) -> Shape {
        let start =
            #"(arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:)?(\d{12}:)?"#
            + "(function:)?"
        return .string(length: length, pattern: Pattern(start + end) { FunctionName($0).map(condition) ?? false })
    }

    static let qualifier = Shape.string(
        length: 1...128,
        pattern: Pattern(#"\$(LATEST(\.PUBLISHED)?)|[a-zA-Z0-9-_$]+"#) { text in
            text == "$LATEST.PUBLISHED" || text.utf8.allSatisfy { $0.isWord || $0 == UInt8(ascii: "$") }
        }
    )

    /// A request that names a function and perhaps a version of it, and nothing else.
    static let functionVersion = Shape.structure(
        [.required("FunctionName", .namespacedFunctionName), .optional("Qualifier", .qualifier)],
        java: "FunctionVersionRequest"
    )
}
