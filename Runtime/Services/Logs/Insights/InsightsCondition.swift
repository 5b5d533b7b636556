/// What `filter` asks of an event: comparisons joined by `and` and `or`, with brackets and `not`.
indirect enum InsightsCondition: Sendable {
    case all([InsightsCondition])
    case any([InsightsCondition])
    case not(InsightsCondition)
    case comparison(field: String, sign: String, value: String)
    case like(field: String, text: String)
    case matches(field: String, regex: String)

    init(_ tokens: inout InsightsTokens) throws(InsightsError) {
        var any = [try Self.conjunction(&tokens)]
        while tokens.takeWord("or") { any.append(try Self.conjunction(&tokens)) }
        self = any.count == 1 ? any[0] : .any(any)
    }

    private static func conjunction(_ tokens: inout InsightsTokens) throws(InsightsError) -> Self {
        var all = [try term(&tokens)]
        while tokens.takeWord("and") { all.append(try term(&tokens)) }
        return all.count == 1 ? all[0] : .all(all)
    }

    private static func term(_ tokens: inout InsightsTokens) throws(InsightsError) -> Self {
        if tokens.takeWord("not") { return .not(try term(&tokens)) }
        if tokens.take("(") {
            let inside = try Self(&tokens)
            guard tokens.take(")") else { throw InsightsError("a bracket is not closed") }
            return inside
        }
        let field = try tokens.field()
        if tokens.takeWord("not") {
            guard tokens.takeWord("like") else { throw InsightsError("like is missing behind not") }
            return .not(try pattern(of: field, &tokens))
        }
        if tokens.takeWord("like") || tokens.take("=~") { return try pattern(of: field, &tokens) }
        guard case .sign(let sign)? = tokens.next(), ["=", "!=", "<", "<=", ">", ">="].contains(sign) else {
            throw InsightsError("a comparison is missing behind \(field)")
        }
        switch tokens.next() {
        case .word(let value)?, .quoted(let value)?: return .comparison(field: field, sign: sign, value: value)
        default: throw InsightsError("a value is missing behind \(sign)")
        }
    }

    private static func pattern(of field: String, _ tokens: inout InsightsTokens) throws(InsightsError) -> Self {
        switch tokens.next() {
        case .quoted(let text)?: return .like(field: field, text: text)
        case .regex(let text)?:
            guard (try? Regex(text)) != nil else { throw InsightsError("/\(text)/ is not a regular expression") }
            return .matches(field: field, regex: text)
        default: throw InsightsError("a pattern is missing behind \(field)")
        }
    }

    /// `value` tells the value of a field, `nil` for one that is not there.
    func holds(_ value: (String) -> String?) -> Bool {
        switch self {
        case .all(let conditions): conditions.allSatisfy { $0.holds(value) }
        case .any(let conditions): conditions.contains { $0.holds(value) }
        case .not(let condition): !condition.holds(value)
        case .like(let field, let text): value(field)?.contains(text) ?? false
        case .matches(let field, let regex):
            value(field).map { text in (try? Regex(regex).firstMatch(in: text)) != nil } ?? false
        case .comparison(let field, let sign, let wanted): Self.compare(value(field), sign, wanted)
        }
    }

    private static func compare(_ value: String?, _ sign: String, _ wanted: String) -> Bool {
        guard let value else { return sign == "!=" }
        if sign == "=" { return value == wanted || Double(value).map { $0 == Double(wanted) } ?? false }
        if sign == "!=" { return !compare(value, "=", wanted) }
        guard let left = Double(value), let right = Double(wanted) else { return false }
        return switch sign {
        case "<": left < right
        case "<=": left <= right
        case ">": left > right
        default: left >= right
        }
    }
}
