/// A query in the language of Logs Insights, as far as Hearth understands it: the commands `fields`, `display`, `filter`,
/// `sort` and `limit`, each at most once but `filter`. All others are refused.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html
struct InsightsQuery: Sendable {
    /// What a row shows.
    var fields = ["@timestamp", "@message"]
    /// All of them have to hold.
    var conditions: [InsightsCondition] = []
    var sort: (field: String, isDescending: Bool) = ("@timestamp", true)
    var limit = 10_000

    init(_ text: String) throws(InsightsError) {
        for command in InsightsTokens.commands(text) {
            var tokens = try InsightsTokens(command)
            guard case .word(let verb)? = tokens.next() else { throw InsightsError("unexpected symbol in \(command)") }
            switch verb.lowercased() {
            case "fields", "display": fields = try Self.fields(&tokens)
            case "filter": conditions.append(try InsightsCondition(&tokens))
            case "sort": sort = try Self.sort(&tokens)
            case "limit", "head":
                guard case .word(let number)? = tokens.next(), let limit = Int(number), (1...10_000).contains(limit)
                else { throw InsightsError("limit takes a number from 1 to 10000") }
                self.limit = limit
            default: throw InsightsError("Hearth does not understand the command \(verb)")
            }
            if let rest = tokens.next() { throw InsightsError("unexpected symbol found \(rest.text)") }
        }
    }

    private static func fields(_ tokens: inout InsightsTokens) throws(InsightsError) -> [String] {
        var fields = [try tokens.field()]
        while tokens.take(",") { fields.append(try tokens.field()) }
        return fields
    }

    private static func sort(_ tokens: inout InsightsTokens) throws(InsightsError) -> (String, Bool) {
        let field = try tokens.field()
        if tokens.takeWord("asc") { return (field, false) }
        return (field, tokens.takeWord("desc") || field == "@timestamp")
    }
}

/// Why a query is none.
struct InsightsError: Error {
    var reason: String

    init(_ reason: String) { self.reason = reason }
}
