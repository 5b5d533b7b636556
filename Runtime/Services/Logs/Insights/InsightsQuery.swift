/// A query in the language of Logs Insights, as far as Hearth understands it: the commands of `InsightsCommand`, divided by
/// `|`. All others are refused.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html
struct InsightsQuery: Sendable {
    var commands: [InsightsCommand] = []
    /// Of rows that are shown.
    var limit = 10_000

    init(_ text: String) throws(InsightsError) {
        var parser = try InsightsParser(text)
        while !parser.tokens.isAtEnd {
            if parser.tokens.take("|") { continue }
            commands.append(try InsightsCommand(&parser))
            if !parser.tokens.isAtEnd, parser.tokens.first != .sign("|") {
                throw parser.tokens.unexpected(expected: "|")
            }
        }
    }

    /// What comes before the first command that needs more than one row.
    var perRow: ArraySlice<InsightsCommand> {
        commands.prefix { command in
            switch command {
            case .fields, .display, .filter, .parse: true
            case .stats, .sort, .dedup, .limit: false
            }
        }
    }

    /// The names of the columns that are shown.
    var shown: [String] {
        var shown: [String]?
        for command in commands {
            switch command {
            case .fields(let columns):
                shown = (shown ?? []) + columns.map(\.name).filter { !(shown ?? []).contains($0) }
            case .display(let columns): shown = columns.map(\.name)
            case .stats(let stats): shown = (stats.groups + stats.columns).map(\.name)
            case .filter, .parse, .sort, .dedup, .limit: break
            }
        }
        return shown ?? ["@timestamp", "@message"]
    }
}

/// Why a query is none.
struct InsightsError: Error {
    var reason: String

    init(_ reason: String) { self.reason = reason }
}
