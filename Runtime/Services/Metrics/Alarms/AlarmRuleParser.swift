import Wire

/// Reads the rule of a composite alarm:
///
///     any     = all { "OR" all }
///     all     = one { "AND" one }
///     one     = { "NOT" } ( "(" any ")" | "TRUE" | "FALSE" | state "(" alarm ")" | least )
///     least   = "AT_LEAST" "(" number [ "%" ] "," [ "NOT" ] state "," "(" alarm { "," alarm } ")" ")"
///     state   = "ALARM" | "OK" | "INSUFFICIENT_DATA"
///     alarm   = name | ARN, in double quotes where there are blanks or parentheses in it
struct AlarmRuleParser {
    private struct Token {
        var text: Substring
        var isQuoted = false
        /// In characters.
        var start: Int
    }

    /// Of alarms, constants and parentheses.
    private static let elementLimit = 500
    private static let childLimit = 100

    private var tokens: ArraySlice<Token>
    private let end: Int

    static func rule(_ text: String) throws(AWSError) -> AlarmRule {
        var parser = AlarmRuleParser(text)
        guard parser.tokens.count <= 2 * elementLimit else {
            throw .validation("AlarmRule must not have more than \(elementLimit) elements")
        }
        let rule = try parser.any()
        if let rest = parser.tokens.first { throw unsupported(rest.text, at: rest.start) }
        guard rule.children.count <= childLimit else {
            throw .validation("AlarmRule must not have more than \(childLimit) child alarms")
        }
        return rule
    }

    private init(_ text: String) {
        var (tokens, rest, start): ([Token], Substring, Int) = ([], text[...], 0)
        while let first = rest.first {
            let token: Token
            var length: Int
            if first.isWhitespace {
                (rest, start) = (rest.dropFirst(), start + 1)
                continue
            } else if first == "\"", let close = rest.dropFirst().firstIndex(of: "\"") {
                let quoted = rest[rest.index(after: rest.startIndex)..<close]
                (token, length) = (Token(text: quoted, isQuoted: true, start: start), quoted.count + 2)
            } else {
                let word =
                    "(),".contains(first) ? rest.prefix(1) : rest.prefix { !$0.isWhitespace && !"(),".contains($0) }
                (token, length) = (Token(text: word, start: start), word.count)
            }
            tokens.append(token)
            rest = rest.dropFirst(length)
            start += length
        }
        (self.tokens, end) = (tokens[...], start)
    }

    // MARK: Grammar

    private mutating func any() throws(AWSError) -> AlarmRule {
        var rules = [try all()]
        while take("OR") { rules.append(try all()) }
        return rules.count == 1 ? rules[0] : .any(rules)
    }

    private mutating func all() throws(AWSError) -> AlarmRule {
        var rules = [try one()]
        while take("AND") { rules.append(try one()) }
        return rules.count == 1 ? rules[0] : .all(rules)
    }

    private mutating func one() throws(AWSError) -> AlarmRule {
        var isNegated = false
        while take("NOT") { isNegated.toggle() }
        let rule = try operand()
        return isNegated ? .not(rule) : rule
    }

    private mutating func operand() throws(AWSError) -> AlarmRule {
        if take("TRUE") { return .constant(true) }
        if take("FALSE") { return .constant(false) }
        if take("(") {
            let rule = try any()
            try need(")")
            return rule
        }
        if take("AT_LEAST") { return try least() }
        let state = try state()
        try need("(")
        let alarm = try alarm()
        try need(")")
        return .state(state, of: alarm)
    }

    private mutating func least() throws(AWSError) -> AlarmRule {
        try need("(")
        let share = try share()
        try need(",")
        let isNegated = take("NOT")
        let state = try state()
        try need(",")
        try need("(")
        var rules: [AlarmRule] = []
        repeat {
            let rule = AlarmRule.state(state, of: try alarm())
            rules.append(isNegated ? .not(rule) : rule)
        } while take(",")
        try need(")")
        try need(")")
        return .atLeast(share, of: rules)
    }

    private mutating func share() throws(AWSError) -> AlarmRule.Share {
        let token = try next()
        let isPercent = token.text.hasSuffix("%")
        guard let number = Int(isPercent ? token.text.dropLast() : token.text),
            (1...100).contains(number), !token.isQuoted
        else { throw Self.unsupported(token.text, at: token.start) }
        return isPercent ? .percent(number) : .count(number)
    }

    private mutating func state() throws(AWSError) -> AlarmState.Value {
        let token = try next()
        guard !token.isQuoted, let state = AlarmState.Value(rawValue: String(token.text)) else {
            throw Self.unsupported(token.text, at: token.start)
        }
        return state
    }

    private mutating func alarm() throws(AWSError) -> AlarmReference {
        let token = try next()
        guard token.isQuoted ? !token.text.isEmpty : !"(),".contains(token.text) else {
            throw Self.unsupported(token.text, at: token.start)
        }
        return AlarmReference(text: String(token.text))
    }

    // MARK: Tokens

    private mutating func take(_ text: String) -> Bool {
        guard let first = tokens.first, !first.isQuoted, first.text == text else { return false }
        tokens.removeFirst()
        return true
    }

    private mutating func need(_ text: String) throws(AWSError) {
        if take(text) { return }
        throw Self.unsupported(tokens.first?.text ?? "", at: tokens.first?.start ?? end, expected: text)
    }

    private mutating func next() throws(AWSError) -> Token {
        guard let token = tokens.popFirst() else { throw Self.unsupported("", at: end) }
        return token
    }

    private static func unsupported(_ token: Substring, at place: Int, expected: String? = nil) -> AWSError {
        let hint = expected.map { ", must be: '\($0)'" } ?? ""
        return .validation("Error in AlarmRule [Unsupported token '\(token)' at char \(place)\(hint)]")
    }
}
