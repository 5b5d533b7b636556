/// Reads an expression of metric math.
struct MetricExpressionParser {
    typealias Failure = MetricExpression.Failure

    private static let nestingLimit = 50

    private var tokens: ArraySlice<MetricToken>
    private var nesting = 0

    init(_ text: String) throws(Failure) { tokens = try MetricToken.all(text) }

    mutating func whole() throws(Failure) -> MetricExpression {
        let expression = try operation(0)
        if let more = tokens.first { throw Failure(reason: "\(more.shown) is not expected there") }
        return expression
    }

    /// An operation of a level, or of one that binds more closely.
    private mutating func operation(_ level: Int) throws(Failure) -> MetricExpression {
        guard level < MetricOperator.levels.count else { return try factor() }
        var left = try operation(level + 1)
        while let sign = tokens.first.flatMap(Self.sign), MetricOperator.levels[level].contains(sign) {
            tokens.removeFirst()
            left = .operation(sign, left, try operation(level + 1))
        }
        return left
    }

    private static func sign(_ token: MetricToken) -> MetricOperator? {
        switch token {
        case .sign(let text): MetricOperator(rawValue: text)
        case .word(let word) where word.uppercased() == "AND": .and
        case .word(let word) where word.uppercased() == "OR": .or
        case .word, .quoted, .text: nil
        }
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
        case .text(let text), .quoted(let text): return .text(text)
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
