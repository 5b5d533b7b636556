/// Metric math: numbers and the ids of other queries, `+ - * /` and parentheses; functions are not emulated.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
indirect enum MetricExpression: Sendable {
    case number(Double)
    case query(String)
    case operation(Character, MetricExpression, MetricExpression)

    struct Failure: Error, Sendable { var reason: String }

    init(_ text: String) throws(Failure) {
        var parser = MetricExpressionParser(text)
        self = try parser.whole()
    }

    /// The ids it refers to.
    var queries: [String] {
        switch self {
        case .number: []
        case .query(let id): [id]
        case .operation(_, let left, let right): left.queries + right.queries
        }
    }

    /// Its value at one moment; `nil` where a metric has none, and for divisions by zero.
    func value(_ values: (String) -> Double?) -> Double? {
        switch self {
        case .number(let number): return number
        case .query(let id): return values(id)
        case .operation(let sign, let left, let right):
            guard let left = left.value(values), let right = right.value(values) else { return nil }
            let result = Self.result(sign, left, right)
            return result.isFinite ? result : nil
        }
    }

    private static func result(_ sign: Character, _ left: Double, _ right: Double) -> Double {
        switch sign {
        case "+": left + right
        case "-": left - right
        case "*": left * right
        default: left / right
        }
    }
}

private struct MetricExpressionParser {
    private static let nestingLimit = 50

    private let text: [Character]
    private var index = 0
    private var nesting = 0

    init(_ text: String) { self.text = text.filter { !$0.isWhitespace }.map { $0 } }

    mutating func whole() throws(MetricExpression.Failure) -> MetricExpression {
        let expression = try sum()
        guard index == text.count else { throw failure("\(text[index]) is not expected there") }
        return expression
    }

    private mutating func sum() throws(MetricExpression.Failure) -> MetricExpression {
        var left = try product()
        while let sign = next("+-") { left = .operation(sign, left, try product()) }
        return left
    }

    private mutating func product() throws(MetricExpression.Failure) -> MetricExpression {
        var left = try factor()
        while let sign = next("*/") { left = .operation(sign, left, try factor()) }
        return left
    }

    private mutating func factor() throws(MetricExpression.Failure) -> MetricExpression {
        guard nesting < Self.nestingLimit else { throw failure("it is nested too deep") }
        nesting += 1
        defer { nesting -= 1 }
        if next("-") != nil { return .operation("-", .number(0), try factor()) }
        if next("(") != nil {
            let inner = try sum()
            guard next(")") != nil else { throw failure(") is missing") }
            return inner
        }
        let word = String(text[index...].prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." })
        index += word.count
        if let number = Double(word) { return .number(number) }
        guard let first = word.first, first.isLetter else { throw failure("an operand is missing") }
        if next("(") != nil { throw failure("Hearth does not emulate the function \(word)") }
        return .query(word)
    }

    private mutating func next(_ signs: String) -> Character? {
        guard index < text.count, signs.contains(text[index]) else { return nil }
        defer { index += 1 }
        return text[index]
    }

    private func failure(_ reason: String) -> MetricExpression.Failure { .init(reason: reason) }
}
