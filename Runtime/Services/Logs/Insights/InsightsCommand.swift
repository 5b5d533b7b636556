/// One command of a query.
enum InsightsCommand: Sendable {
    /// Adds columns to what is shown.
    case fields([InsightsColumn])
    /// Shows these columns alone.
    case display([InsightsColumn])
    case filter(InsightsExpression)
    case parse(InsightsPattern)
    case stats(InsightsStats)
    case sort([InsightsSortKey])
    /// Keeps the first row of those that have the same in all these columns. Rows that lack one stay: nothing is the same
    /// as what is not there.
    case dedup([InsightsColumn])
    case limit(Int)

    init(_ parser: inout InsightsParser) throws(InsightsError) {
        guard case .word(let verb)? = parser.tokens.next() else {
            throw parser.tokens.unexpected(expected: "a command")
        }
        switch verb.lowercased() {
        case "fields": self = .fields(try InsightsColumn.list(&parser))
        case "display": self = .display(try InsightsColumn.list(&parser))
        case "filter":
            let condition = try parser.expression()
            guard condition.isCondition else { throw parser.tokens.unexpected(expected: "a comparison") }
            self = .filter(condition)
        case "parse": self = .parse(try InsightsPattern(&parser))
        case "stats": self = .stats(try InsightsStats(&parser))
        case "sort": self = .sort(try InsightsSortKey.list(&parser))
        case "dedup": self = .dedup(try InsightsColumn.list(&parser))
        case "limit", "head":
            guard case .word(let number)? = parser.tokens.next(), let limit = Int(number), (1...10_000).contains(limit)
            else { throw InsightsError("limit takes a number from 1 to 10000") }
            self = .limit(limit)
        default: throw InsightsError("Hearth does not understand the command \(verb)")
        }
    }
}

/// A column: what is computed, under the name that `as` gives it or else under its own text.
struct InsightsColumn: Sendable {
    var name: String
    var expression: InsightsExpression

    init(field: String) { (name, expression) = (field, .field(field)) }

    init(_ parser: inout InsightsParser) throws(InsightsError) {
        let start = parser.tokens.position
        expression = try parser.expression()
        if case .field(let field) = expression, !field.hasPrefix("\u{0}") {
            name = field
        } else {
            name = parser.tokens.source(from: start)
        }
        if parser.tokens.takeWord("as") { name = try parser.tokens.field() }
    }

    /// A column of this name that the row has already comes first: `count(*)` behind `stats`.
    func value(_ row: InsightsRow, _ context: InsightsContext) -> InsightsValue? {
        row.computed[name] ?? expression.value(row, context)
    }

    static func list(_ parser: inout InsightsParser) throws(InsightsError) -> [InsightsColumn] {
        var columns = [try InsightsColumn(&parser)]
        while parser.tokens.take(",") { columns.append(try InsightsColumn(&parser)) }
        return columns
    }
}

struct InsightsSortKey: Sendable {
    var column: InsightsColumn
    var isDescending: Bool

    static let newest = InsightsSortKey(column: InsightsColumn(field: "@timestamp"), isDescending: true)

    private init(column: InsightsColumn, isDescending: Bool) {
        self.column = column
        self.isDescending = isDescending
    }

    init(_ parser: inout InsightsParser) throws(InsightsError) {
        column = try InsightsColumn(&parser)
        let isAscending = parser.tokens.takeWord("asc")
        isDescending = !isAscending && (parser.tokens.takeWord("desc") || column.name == "@timestamp")
    }

    static func list(_ parser: inout InsightsParser) throws(InsightsError) -> [InsightsSortKey] {
        var keys = [try InsightsSortKey(&parser)]
        while parser.tokens.take(",") { keys.append(try InsightsSortKey(&parser)) }
        return keys
    }
}

extension InsightsStats {
    init(_ parser: inout InsightsParser) throws(InsightsError) {
        parser.aggregates = []
        columns = try InsightsColumn.list(&parser)
        aggregates = parser.aggregates ?? []
        (parser.aggregates, parser.isBehindStats) = (nil, true)
        guard !aggregates.isEmpty else { throw InsightsError("stats takes functions of many rows, as count(*)") }
        groups = parser.tokens.takeWord("by") ? try InsightsColumn.list(&parser) : []
    }
}
