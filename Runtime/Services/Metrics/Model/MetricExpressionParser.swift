/// Reads an expression of metric math.
struct MetricExpressionParser {
    typealias Failure = MetricExpression.Failure

    private enum Token: Hashable {
        case word(String)
        case text(String)
        case sign(String)

        var shown: String {
            switch self {
            case .word(let text), .text(let text), .sign(let text): text
            }
        }
    }

    private static let nestingLimit = 50

    private var tokens: ArraySlice<Token> = []
    private var nesting = 0

    init(_ text: String) throws(Failure) {
        var rest = Substring(text)
        while let first = rest.first {
            if first.isWhitespace {
                rest.removeFirst()
            } else if first == "\"" || first == "'" {
                let inner = rest.dropFirst().prefix { $0 != first }
                guard inner.endIndex < rest.endIndex else { throw Failure(reason: "\(first) is missing") }
                tokens.append(.text(String(inner)))
                rest = rest[inner.endIndex...].dropFirst()
            } else if first.isLetter || first.isNumber || first == "_" || first == "." {
                let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }
                tokens.append(Self.token(String(word)))
                rest = rest[word.endIndex...]
            } else {
                let sign = ["||", "&&", "==", "!=", "<=", ">="].first { rest.hasPrefix($0) } ?? String(first)
                tokens.append(.sign(sign))
                rest = rest.dropFirst(sign.count)
            }
        }
    }

    private static func token(_ word: String) -> Token {
        switch word.uppercased() {
        case "AND": .sign("&&")
        case "OR": .sign("||")
        default: .word(word)
        }
    }

    mutating func whole() throws(Failure) -> MetricExpression {
        let expression = try operation(0)
        if let more = tokens.first { throw Failure(reason: "\(more.shown) is not expected there") }
        return expression
    }

    /// An operation of a level, or of one that binds more closely.
    private mutating func operation(_ level: Int) throws(Failure) -> MetricExpression {
        guard level < MetricOperator.levels.count else { return try factor() }
        var left = try operation(level + 1)
        while case .sign(let sign)? = tokens.first, let sign = MetricOperator(rawValue: sign),
            MetricOperator.levels[level].contains(sign)
        {
            tokens.removeFirst()
            left = .operation(sign, left, try operation(level + 1))
        }
        return left
    }

    private mutating func factor() throws(Failure) -> MetricExpression {
        guard nesting < Self.nestingLimit else { throw Failure(reason: "it is nested too deep") }
        nesting += 1
        defer { nesting -= 1 }
        switch tokens.popFirst() {
        case .sign("-"): return .operation(.minus, .number(0), try factor())
        case .sign("("):
            let inner = try operation(0)
            try close(")")
            return inner
        case .sign("["): return .list(try elements("]"))
        case .text(let text): return .text(text)
        case .word(let word): return try operand(word)
        case .sign, nil: throw Failure(reason: "an operand is missing")
        }
    }

    private mutating func operand(_ word: String) throws(Failure) -> MetricExpression {
        if let number = Double(word), word.first?.isLetter == false { return .number(number) }
        guard word.first?.isLetter == true else { throw Failure(reason: "an operand is missing") }
        guard tokens.first == .sign("(") else {
            return ["REPEAT", "LINEAR"].contains(word) ? .text(word) : .query(word)
        }
        tokens.removeFirst()
        guard let function = MetricFunction(rawValue: word.uppercased()) else {
            throw Failure(reason: "Hearth does not emulate the function \(word)")
        }
        let arguments = try elements(")")
        guard function.arguments.contains(arguments.count) else {
            throw Failure(reason: "\(function.rawValue) does not take \(arguments.count) arguments")
        }
        return .call(function, arguments)
    }

    /// What stands between commas up to a bracket.
    private mutating func elements(_ end: String) throws(Failure) -> [MetricExpression] {
        if tokens.first == .sign(end) {
            tokens.removeFirst()
            return []
        }
        var elements = [try operation(0)]
        while tokens.first == .sign(",") {
            tokens.removeFirst()
            elements.append(try operation(0))
        }
        try close(end)
        return elements
    }

    private mutating func close(_ bracket: String) throws(Failure) {
        guard tokens.popFirst() == .sign(bracket) else { throw Failure(reason: "\(bracket) is missing") }
    }
}
