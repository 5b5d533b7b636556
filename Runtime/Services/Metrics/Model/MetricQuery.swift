import JSON
import Wire

/// One of the queries of a request: a statistic of a metric, an expression over other queries, or a query of Metrics
/// Insights.
struct MetricQuery: Sendable {
    enum Source: Sendable {
        case metric(Metric, Statistic, statisticName: String, period: Int64, unit: String?)
        case expression(MetricExpression)
        case selection(MetricSelection, period: Int64)
    }

    var id: String
    var label: String?
    var isReturned: Bool
    var source: Source
    /// As it came.
    var json: JSON

    /// Ids are unique, and expressions refer to what is there.
    static func all(_ json: JSON?, member: String) throws(AWSError) -> [MetricQuery] {
        var queries: [MetricQuery] = []
        for (index, query) in (json?.arrayValue ?? []).enumerated() {
            queries.append(try MetricQuery(query, "\(member).member.\(index + 1)"))
        }
        let ids = Set(queries.map(\.id))
        guard ids.count == queries.count else {
            throw .validation("The values for parameter id in \(member) are not unique.")
        }
        for case .expression(let expression) in queries.map(\.source) {
            for id in expression.queries where !ids.contains(id) {
                throw .validation("Error in expression: Undefined identifier: \(id)")
            }
        }
        var kinds = MetricKinds(queries)
        for query in queries { _ = try kinds.value(of: query.id) }
        return queries
    }

    /// Refuses metrics of other accounts, of which nothing is known here.
    static func checkAccounts(_ queries: [MetricQuery], _ account: AWSAccount) throws(AWSError) {
        for query in queries {
            guard let id = query.json["AccountId"]?.nonNull?.stringValue, id != account.id else { continue }
            throw .validation("Hearth does not emulate metrics of other accounts: AccountId \(id) of \(query.id)")
        }
    }

    private init(_ json: JSON, _ name: String) throws(AWSError) {
        id = json["Id"]?.stringValue ?? ""
        guard id.utf8.first?.isSmallLetter == true,
            id.utf8.allSatisfy({ $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "_") })
        else {
            throw .validation(
                "The value \(id) for parameter \(name).Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$."
            )
        }
        label = json["Label"]?.nonNull?.stringValue
        isReturned = json["ReturnData"]?.boolValue ?? true
        self.json = json
        if let text = json["Expression"]?.nonNull?.stringValue {
            source = try Self.source(text, id, period: json["Period"]?.intValue)
            return
        }
        guard let stat = json["MetricStat"]?.nonNull else {
            throw .validation("The parameter \(name).MetricStat is required.\n")
        }
        let statisticName = stat["Stat"]?.stringValue ?? ""
        guard let statistic = Statistic(statisticName) else {
            throw .validation("The value \(statisticName) for parameter \(name).MetricStat.Stat is not supported.")
        }
        source = .metric(
            Metric(stat["Metric"] ?? [:]),
            statistic,
            statisticName: statisticName,
            period: Int64(stat["Period"]?.intValue ?? 60),
            unit: stat["Unit"]?.nonNull?.stringValue
        )
    }

    private static func source(_ text: String, _ id: String, period: Int?) throws(AWSError) -> Source {
        do throws(MetricExpression.Failure) {
            guard MetricSelection.begins(text) else { return .expression(try MetricExpression(text)) }
            return .selection(try MetricSelection(text), period: Int64(period ?? 60))
        } catch {
            throw .validation("Error in expression '\(id)': \(error.reason)")
        }
    }

    func shownLabel(among queries: [MetricQuery]) -> String { label ?? ownLabel(among: queries) }

    /// The metric's name or the expression's id, where the request says nothing: with the statistic when the queries
    /// of the request differ in theirs, and the period when they differ in that.
    func ownLabel(among queries: [MetricQuery]) -> String {
        guard case .metric(let metric, _, let statistic, let period, _) = source else { return id }
        var words = [metric.name]
        if Set(queries.compactMap(\.statisticName)).count > 1 { words.append(statistic) }
        if Set(queries.compactMap(\.period)).count > 1 { words.append(String(period)) }
        return words.joined(separator: " ")
    }

    private var statisticName: String? {
        guard case .metric(_, _, let name, _, _) = source else { return nil }
        return name
    }

    var isMetric: Bool {
        if case .metric = source { true } else { false }
    }

    private var period: Int64? {
        switch source {
        case .metric(_, _, _, let period, _), .selection(_, let period): period
        case .expression: nil
        }
    }

    /// The longest period that any of the queries has.
    static func period(of queries: [MetricQuery]) -> Int64 { queries.compactMap(\.period).max() ?? 60 }
}
