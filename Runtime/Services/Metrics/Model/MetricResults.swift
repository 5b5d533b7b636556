import Storage
import Wire

/// What queries come to.
struct MetricResults {
    private let all: [MetricQuery]
    private let queries: [String: MetricQuery]
    private let connection: Connection
    private let range: Range<Int64>
    private var known: [String: MetricMath.Value] = [:]
    /// Expressions that are being worked out, to find those that go in circles.
    private var underWay: Set<String> = []

    init(_ queries: [MetricQuery], _ connection: Connection, _ range: Range<Int64>) {
        all = queries
        self.queries = Dictionary(queries.map { ($0.id, $0) }) { first, _ in first }
        self.connection = connection
        self.range = range
    }

    /// Of a query that gives one series, as those that alarms watch do.
    mutating func values(of id: String) throws -> [Int64: Double] {
        if case .series(let series) = try value(of: id) { series.values } else { [:] }
    }

    mutating func value(of id: String) throws -> MetricMath.Value {
        if let value = known[id] { return value }
        guard let query = queries[id], underWay.insert(id).inserted else {
            throw AWSError.validation("Error in expression: circular reference: \(id)")
        }
        defer { underWay.remove(id) }
        let value = try result(query)
        known[id] = value
        return value
    }

    private mutating func result(_ query: MetricQuery) throws -> MetricMath.Value {
        switch query.source {
        case .metric(let metric, let statistic, _, let period, let unit):
            let values = try MetricStore(connection).mixedPeriods(of: metric, unit: unit, whole(period), period: period)
                .compactMapValues { statistic.value(of: $0) }
            return .series(MetricSeries(label: query.shownLabel(among: all), values: values, period: period))
        case .selection(let selection, let period):
            let series = try selection.series(connection, whole(period), period: period)
            return selection.groupKeys.isEmpty ? .series(series.first ?? MetricSeries()) : .list(series)
        case .expression(let expression): return try result(expression, query.id)
        }
    }

    private mutating func result(_ expression: MetricExpression, _ id: String) throws -> MetricMath.Value {
        let metrics = all.filter(\.isMetric).map(\.id)
        var math = MetricMath(inputs: [:], metrics: metrics, range: range)
        for id in expression.queries + (expression.namesAllMetrics ? metrics : []) {
            math.inputs[id] = try value(of: id)
        }
        do throws(MetricExpression.Failure) {
            return try math.value(of: expression)
        } catch {
            throw AWSError.validation("Error in expression '\(id)': \(error.reason)")
        }
    }

    /// From the beginning of a period on.
    private func whole(_ period: Int64) -> Range<Int64> {
        (range.lowerBound - range.lowerBound % period)..<range.upperBound
    }
}

/// Whether queries give one series or several, found without values: what functions are not for shows by that, too.
struct MetricKinds {
    private let queries: [MetricQuery]
    private var underWay: Set<String> = []

    init(_ queries: [MetricQuery]) { self.queries = queries }

    mutating func value(of id: String) throws(AWSError) -> MetricMath.Value {
        guard let query = queries.first(where: { $0.id == id }), underWay.insert(id).inserted else {
            return .series(MetricSeries())
        }
        defer { underWay.remove(id) }
        switch query.source {
        case .metric: return .series(MetricSeries())
        case .selection(let selection, _): return selection.groupKeys.isEmpty ? .series(MetricSeries()) : .list([])
        case .expression(let expression):
            var math = MetricMath(inputs: [:], metrics: queries.filter(\.isMetric).map(\.id), range: 0..<0)
            for id in expression.queries { math.inputs[id] = try value(of: id) }
            do throws(MetricExpression.Failure) {
                return try math.value(of: expression)
            } catch {
                throw .validation("Error in expression '\(id)': \(error.reason)")
            }
        }
    }
}
