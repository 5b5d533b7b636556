import RegularExpressions

/// Reads the expressions of a query:
///
///     any        = all { "or" all }
///     all        = negation { "and" negation }
///     negation   = { "not" } comparison
///     comparison = sum [ ( "=" | "!=" | "<" | "<=" | ">" | ">=" ) sum
///                      | [ "not" ] ( "like" | "=~" ) ( text | "/" regex "/" )
///                      | [ "not" ] "in" "[" [ sum { "," sum } ] "]" ]
///     sum        = product { ( "+" | "-" ) product }
///     product    = power { ( "*" | "/" | "%" ) power }
///     power      = sign [ "^" power ]
///     sign       = { "-" } primary
///     primary    = number | text | "(" any ")" | function "(" [ any { "," any } ] ")" | field
///
/// Words count in any case. A field with other characters than letters, digits, `_`, `@` and `.` stands in backticks.
struct InsightsParser {
    var tokens: InsightsTokens
    /// What has been read of functions of many rows; `nil` where there may be none.
    var aggregates: [InsightsAggregate]?
    var isBehindStats = false
    private var depth = 0
    private var operators = 0

    private static let depthLimit = 100
    /// Operands stand in each other: as many have to fit into a thread's stack.
    private static let operatorLimit = 500

    init(_ text: String) throws(InsightsError) { tokens = try InsightsTokens(text) }

    mutating func expression() throws(InsightsError) -> InsightsExpression {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthLimit else { throw InsightsError("the query is nested too deeply") }
        var any = [try all()]
        while tokens.takeWord("or") { any.append(try all()) }
        return any.count == 1 ? any[0] : .any(any)
    }

    private mutating func all() throws(InsightsError) -> InsightsExpression {
        var all = [try negation()]
        while tokens.takeWord("and") { all.append(try negation()) }
        return all.count == 1 ? all[0] : .all(all)
    }

    private mutating func negation() throws(InsightsError) -> InsightsExpression {
        var isNegated = false
        while tokens.takeWord("not") { isNegated.toggle() }
        let expression = try comparison()
        return isNegated ? .not(expression) : expression
    }

    private mutating func comparison() throws(InsightsError) -> InsightsExpression {
        let left = try sum()
        if case .sign(let sign)? = tokens.first, let comparison = InsightsExpression.Comparison(rawValue: sign) {
            _ = tokens.next()
            return .comparison(left, comparison, try sum())
        }
        let isNegated = tokens.takeWord("not")
        let condition: InsightsExpression
        if tokens.takeWord("like") || tokens.take("=~") {
            condition = try pattern(of: left)
        } else if tokens.takeWord("in") {
            condition = .isIn(left, try list())
        } else if isNegated {
            throw tokens.unexpected(expected: "like or in")
        } else {
            return left
        }
        return isNegated ? .not(condition) : condition
    }

    private mutating func pattern(of text: InsightsExpression) throws(InsightsError) -> InsightsExpression {
        switch tokens.first {
        case .quoted(let part)?:
            _ = tokens.next()
            return .like(text, part)
        case .regex(let regex)?:
            _ = tokens.next()
            return .matches(text, try Self.expression(regex))
        default: throw tokens.unexpected(expected: "a pattern")
        }
    }

    static func expression(_ regex: String) throws(InsightsError) -> RegularExpression {
        do throws(RegularExpressionError) {
            return try RegularExpression(regex)
        } catch {
            throw InsightsError("/\(regex)/ is no regular expression that Hearth takes: \(error)")
        }
    }

    private mutating func list() throws(InsightsError) -> [InsightsExpression] {
        try tokens.need("[")
        if tokens.take("]") { return [] }
        var list = [try sum()]
        while tokens.take(",") { list.append(try sum()) }
        try tokens.need("]")
        return list
    }

    // MARK: Arithmetic

    private mutating func sum() throws(InsightsError) -> InsightsExpression {
        var left = try product()
        while let sign = try arithmetic(["+", "-"]) { left = .arithmetic(left, sign, try product()) }
        return left
    }

    private mutating func product() throws(InsightsError) -> InsightsExpression {
        var left = try power()
        while let sign = try arithmetic(["*", "/", "%"]) { left = .arithmetic(left, sign, try power()) }
        return left
    }

    private mutating func power() throws(InsightsError) -> InsightsExpression {
        var operands = [try sign()]
        while try arithmetic(["^"]) != nil { operands.append(try sign()) }
        var result = operands.removeLast()
        while let base = operands.popLast() { result = .arithmetic(base, .power, result) }
        return result
    }

    private mutating func sign() throws(InsightsError) -> InsightsExpression {
        var isNegative = false
        while tokens.take("-") { isNegative.toggle() }
        let operand = try primary()
        return isNegative ? .arithmetic(.constant(.number(0)), .minus, operand) : operand
    }

    private mutating func arithmetic(_ signs: [String]) throws(InsightsError) -> InsightsExpression.Arithmetic? {
        guard case .sign(let sign)? = tokens.first, signs.contains(sign) else { return nil }
        operators += 1
        guard operators <= Self.operatorLimit else { throw InsightsError("the query has too many operators") }
        _ = tokens.next()
        return InsightsExpression.Arithmetic(rawValue: sign)
    }

    // MARK: Operands

    private mutating func primary() throws(InsightsError) -> InsightsExpression {
        if tokens.take("(") {
            let inside = try expression()
            try tokens.need(")")
            return inside
        }
        switch tokens.first {
        case .quoted(let text)?:
            _ = tokens.next()
            return .constant(.text(text))
        case .name(let name)?:
            _ = tokens.next()
            return .field(name)
        case .word(let word)?:
            let start = tokens.position
            _ = tokens.next()
            if tokens.take("(") { return try call(word, from: start) }
            if word.first?.isNumber == true, let number = Double(word) { return .constant(.number(number)) }
            return .field(word)
        default: throw tokens.unexpected(expected: "a field or a value")
        }
    }

    /// A function's arguments, behind the bracket.
    private mutating func call(_ name: String, from start: String.Index) throws(InsightsError) -> InsightsExpression {
        let isNamed = { (other: String) in other.lowercased() == name.lowercased() }
        if let function = InsightsAggregate.Function.allCases.first(where: { isNamed($0.rawValue) }) {
            return try aggregate(function, from: start)
        }
        guard let function = InsightsFunction.allCases.first(where: { isNamed($0.rawValue) }) else {
            throw InsightsError("Hearth does not understand the function \(name)")
        }
        var arguments: [InsightsExpression] = []
        while !tokens.take(")") {
            if !arguments.isEmpty { try tokens.need(",") }
            let isPeriod = arguments.count == function.periodIndex
            arguments.append(isPeriod ? .constant(.number(try period())) : try expression())
        }
        guard function.arity.contains(arguments.count) else {
            throw InsightsError("wrong number of arguments of \(name)")
        }
        if function == .bin { arguments.insert(.field("@timestamp"), at: 0) }
        return .call(function, arguments)
    }

    /// Behind `stats`, it is the name of a column.
    private mutating func aggregate(
        _ function: InsightsAggregate.Function,
        from start: String.Index
    ) throws(InsightsError) -> InsightsExpression {
        guard aggregates != nil || isBehindStats else {
            throw InsightsError("\(function.rawValue) can be used in stats alone, and not within itself")
        }
        let outer = aggregates
        aggregates = nil
        let aggregate = try arguments(of: function)
        guard let outer else { return .field(tokens.source(from: start)) }
        aggregates = outer + [aggregate]
        return .field(InsightsStats.field(of: outer.count))
    }

    private mutating func arguments(
        of function: InsightsAggregate.Function
    ) throws(InsightsError) -> InsightsAggregate {
        var aggregate = InsightsAggregate(function: function)
        if function == .count && (tokens.take("*") || tokens.first == .sign(")")) {
            try tokens.need(")")
            return aggregate
        }
        aggregate.argument = try expression()
        if function == .pct {
            try tokens.need(",")
            guard case .word(let text)? = tokens.next(), let percentile = Double(text), (0...100).contains(percentile)
            else { throw InsightsError("pct takes a percentile from 0 to 100") }
            aggregate.percentile = percentile
        }
        try tokens.need(")")
        return aggregate
    }

    /// In milliseconds: `5m`, `1 hour`.
    private mutating func period() throws(InsightsError) -> Double {
        guard case .word(let text)? = tokens.next() else { throw tokens.unexpected(expected: "a length of time") }
        let digits = text.prefix(while: \.isNumber)
        var unit = String(text.dropFirst(digits.count))
        if unit.isEmpty, case .word(let next)? = tokens.first {
            _ = tokens.next()
            unit = next
        }
        guard let count = Int(digits), (1...1_000_000).contains(count), let milliseconds = Self.units[unit.lowercased()]
        else { throw InsightsError("Hearth does not understand the length of time \(digits)\(unit)") }
        return Double(count) * milliseconds
    }

    private static let units: [String: Double] = {
        let all: [(names: [String], milliseconds: Double)] = [
            (["ms", "msec", "msecs", "millisecond", "milliseconds"], 1),
            (["s", "sec", "secs", "second", "seconds"], 1_000), (["m", "min", "mins", "minute", "minutes"], 60_000),
            (["h", "hr", "hrs", "hour", "hours"], 3_600_000), (["d", "day", "days"], 86_400_000),
            (["w", "week", "weeks"], 604_800_000),
        ]
        return Dictionary(uniqueKeysWithValues: all.flatMap { unit in unit.names.map { ($0, unit.milliseconds) } })
    }()
}
