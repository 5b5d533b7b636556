extension MetricSelection {
    /// Whether an expression is meant to be a query of this kind.
    static func begins(_ text: String) -> Bool {
        text.drop { $0.isWhitespace }.prefix { $0.isLetter }.uppercased() == "SELECT"
    }

    init(_ text: String) throws(MetricExpression.Failure) {
        var parser = try MetricSelectionParser(text)
        self = try parser.query()
    }
}

private struct MetricSelectionParser {
    typealias Failure = MetricExpression.Failure

    private var tokens: ArraySlice<MetricToken>

    init(_ text: String) throws(Failure) { tokens = try MetricToken.all(text) }

    mutating func query() throws(Failure) -> MetricSelection {
        try keyword("SELECT")
        let statistic = try statistic()
        try sign("(")
        let name = try name()
        try sign(")")
        try keyword("FROM")
        var query = MetricSelection(statistic: statistic, name: name, namespace: "")
        try source(&query)
        if takes("WHERE") { try conditions(&query) }
        if takes("GROUP") {
            try keyword("BY")
            query.groupKeys = try names()
        }
        if takes("ORDER") { query.order = try order() }
        if takes("LIMIT") { query.limit = try limit() }
        guard let more = tokens.first else { return query }
        throw unexpected(more)
    }

    private mutating func source(_ query: inout MetricSelection) throws(Failure) {
        guard takes("SCHEMA") else { return query.namespace = try name() }
        try sign("(")
        var names = try names()
        try sign(")")
        query.namespace = names.removeFirst()
        query.keys = Set(names)
    }

    private mutating func conditions(_ query: inout MetricSelection) throws(Failure) {
        repeat {
            let key = try name()
            let isEqual = try comparison()
            guard case .text(let value)? = tokens.popFirst() else {
                throw Failure(reason: "the value of \(key) must be in single quotes")
            }
            query.conditions.append(.init(key: key, value: value, isEqual: isEqual))
        } while takes("AND")
    }

    private mutating func comparison() throws(Failure) -> Bool {
        switch tokens.popFirst() {
        case .sign("="): return true
        case .sign("!="): return false
        case let other: throw unexpected(other)
        }
    }

    private mutating func order() throws(Failure) -> MetricSelection.Order {
        try keyword("BY")
        let statistic = try statistic()
        try sign("(")
        try sign(")")
        if takes("DESC") { return .init(statistic: statistic, isDescending: true) }
        _ = takes("ASC")
        return .init(statistic: statistic, isDescending: false)
    }

    private mutating func limit() throws(Failure) -> Int {
        guard case .word(let text)? = tokens.popFirst(), let number = Int(text), number > 0 else {
            throw Failure(reason: "LIMIT needs a number")
        }
        return min(number, MetricSelection.limit)
    }

    private mutating func statistic() throws(Failure) -> Statistic {
        guard case .word(let word)? = tokens.popFirst() else { throw Failure(reason: "a function is missing") }
        switch word.uppercased() {
        case "AVG": return .average
        case "COUNT": return .sampleCount
        case "MAX": return .maximum
        case "MIN": return .minimum
        case "SUM": return .sum
        default: throw Failure(reason: "\(word) is no function: AVG, COUNT, MAX, MIN and SUM are")
        }
    }

    private mutating func names() throws(Failure) -> [String] {
        var names = [try name()]
        while tokens.first == .sign(",") {
            tokens.removeFirst()
            names.append(try name())
        }
        return names
    }

    private mutating func name() throws(Failure) -> String {
        switch tokens.popFirst() {
        case .word(let name), .quoted(let name): return name
        case let other: throw unexpected(other)
        }
    }

    private mutating func sign(_ sign: String) throws(Failure) {
        let token = tokens.popFirst()
        guard token == .sign(sign) else { throw unexpected(token) }
    }

    private mutating func keyword(_ word: String) throws(Failure) {
        guard takes(word) else { throw unexpected(tokens.first) }
    }

    private mutating func takes(_ keyword: String) -> Bool {
        guard case .word(let word)? = tokens.first, word.uppercased() == keyword else { return false }
        tokens.removeFirst()
        return true
    }

    private func unexpected(_ token: MetricToken?) -> Failure {
        Failure(reason: token.map { "\($0.shown) is not expected there" } ?? "it ends too early")
    }
}
