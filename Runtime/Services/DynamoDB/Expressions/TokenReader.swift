/// What the three parsers share: the tokens, the placeholders, and what was found to be wrong.
///
/// AWS reports a syntax error first; of all other errors in an expression it reports the one of the most pressing kind.
/// So those are noted, and parsing goes on.
///
///     path    := element { "." element | "[" number "]" }
///     element := word | name
struct TokenReader {
    /// In the order of precedence.
    enum Problem: Int {
        case redundantParentheses, unknownFunction, misusedFunction, reserved, section, undefined, operand, overlap
    }

    /// How deep an expression may nest: a bound of ours, so that none can exhaust the stack.
    static let maximumDepth = 200
    static let maximumBytes = 4096

    private let bytes: [UInt8]
    private let tokens: [Token]
    private(set) var position = 0
    private var problems: [(problem: Problem, message: String)] = []
    var placeholders: Placeholders
    /// Operators and functions so far. AWS allows 300.
    var operators = 0

    /// Takes the placeholders, and leaves none behind.
    init(_ expression: String, taking placeholders: inout Placeholders) throws(ExpressionError) {
        guard !expression.isEmpty else { throw ExpressionError(message: "The expression can not be empty;") }
        guard expression.utf8.count <= Self.maximumBytes else {
            throw ExpressionError(
                message:
                    "Expression size has exceeded the maximum allowed size; expression size: \(expression.utf8.count)"
            )
        }
        bytes = Array(expression.utf8)
        tokens = try Lexer.tokens(bytes)
        self.placeholders = placeholders
        placeholders = Placeholders()
    }

    var current: Token { tokens[position] }

    /// Whether the tokens from `start` up to here are one pair of parentheses and what is in it.
    func isEnclosed(from start: Int) -> Bool {
        guard tokens[start].text == "(", tokens[position - 1].text == ")" else { return false }
        var depth = 0
        for token in tokens[start..<(position - 1)] {
            if token.text == "(" { depth += 1 }
            if token.text == ")" { depth -= 1 }
            if depth == 0 { return false }
        }
        return true
    }

    var next: Token { tokens[min(position + 1, tokens.count - 1)] }

    mutating func advance() { position = min(position + 1, tokens.count - 1) }

    func isSymbol(_ text: String) -> Bool { current.kind == .symbol && current.text == text }

    mutating func take(_ symbol: String) -> Bool {
        guard isSymbol(symbol) else { return false }
        advance()
        return true
    }

    mutating func expect(_ symbol: String) throws(ExpressionError) {
        guard take(symbol) else { throw syntaxError() }
    }

    func isKeyword(_ word: String) -> Bool {
        let token = tokens[position]
        return token.kind == .word && token.range.count == word.utf8.count && token.text.uppercased() == word
    }

    mutating func take(keyword: String) -> Bool {
        guard isKeyword(keyword) else { return false }
        advance()
        return true
    }

    func syntaxError() -> ExpressionError { Lexer.syntaxError(bytes, tokens, position) }

    mutating func note(_ problem: Problem, _ message: String) {
        if !problems.contains(where: { $0.problem == problem }) { problems.append((problem, message)) }
    }

    /// Refuses anything behind the expression, and then what was noted.
    mutating func finish() throws(ExpressionError) {
        guard current.kind == .end else { throw syntaxError() }
        if operators > 300 {
            throw ExpressionError(
                message: "The expression contains too many operators; operator count: \(operators)"
            )
        }
        if let worst = problems.min(by: { $0.problem.rawValue < $1.problem.rawValue }) {
            throw ExpressionError(message: worst.message)
        }
    }

    // MARK: Paths and values

    mutating func path(isKeyword: (String) -> Bool = { _ in false }) throws(ExpressionError) -> DocumentPath {
        var elements: [DocumentPath.Element] = [.name(try element(isKeyword))]
        while true {
            if take(".") {
                elements.append(.name(try element(isKeyword)))
            } else if take("[") {
                guard current.kind == .number else { throw syntaxError() }
                guard let index = Int(current.text), index <= Int(Int32.max) else {
                    throw ExpressionError(
                        message: "List index is not within the allowable range; index: [\(current.text)]"
                    )
                }
                advance()
                try expect("]")
                elements.append(.index(index))
            } else {
                if elements.count > AttributeValue.maximumDepth {
                    note(.operand, "The document path has too many nesting elements; nesting levels: \(elements.count)")
                }
                return DocumentPath(elements)
            }
        }
    }

    private mutating func element(_ isKeyword: (String) -> Bool) throws(ExpressionError) -> String {
        let token = current
        switch token.kind {
        case .word where !isKeyword(token.text.uppercased()):
            if ReservedWords.contains(token.text) {
                note(.reserved, "Attribute name is a reserved keyword; reserved keyword: \(token.text)")
            }
            advance()
            return token.text
        case .name:
            advance()
            if let name = placeholders.name(token.text) { return name }
            note(
                .undefined,
                "An expression attribute name used in the document path is not defined; attribute name: \(token.text)"
            )
            return token.text
        default: throw syntaxError()
        }
    }

    /// Whether the `:value` here has been given.
    var isDefined: Bool { placeholders.hasValue(current.text) }

    /// The value that `:value` stands for; null for one that is not defined, which is noted.
    mutating func value() throws(ExpressionError) -> AttributeValue {
        let token = current
        guard token.kind == .value else { throw syntaxError() }
        advance()
        if let value = placeholders.value(token.text) { return value }
        note(
            .undefined,
            "An expression attribute value used in expression is not defined; attribute value: \(token.text)"
        )
        return .null
    }
}
