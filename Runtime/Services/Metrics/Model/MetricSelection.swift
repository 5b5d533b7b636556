import ServiceKit
import Storage

/// A query of Metrics Insights: one statistic of all metrics of a name, as `WHERE` and `SCHEMA` choose them, in one
/// series or one for each group.
///
///     SELECT AVG(name) FROM namespace | SCHEMA(namespace, key…) [WHERE key = 'value' AND …]
///         [GROUP BY key, …] [ORDER BY MAX() [ASC | DESC]] [LIMIT number]
///
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-metrics-insights-querylanguage.html
struct MetricSelection: Sendable, Hashable {
    struct Condition: Sendable, Hashable {
        var key: String
        var value: String
        var isEqual: Bool
    }

    struct Order: Sendable, Hashable {
        var statistic: Statistic
        var isDescending: Bool
    }

    /// Of series in a reply.
    static let limit = 500

    var statistic: Statistic
    var name: String
    var namespace: String
    /// `nil` for metrics with any dimensions.
    var keys: Set<String>?
    var conditions: [Condition] = []
    var groupKeys: [String] = []
    var order: Order?
    var limit = Self.limit

    /// In the order that the query asks for, or else of their labels, which are the values of the keys. Without groups there
    /// is always one.
    func series(_ connection: Connection, _ range: Range<Int64>, period: Int64) throws -> [MetricSeries] {
        let store = MetricStore(connection)
        var groups: [String: [Int64: StatisticSet]] = groupKeys.isEmpty ? ["": [:]] : [:]
        var metrics: [Metric] = []
        try store.metrics(namespace: namespace, name: name, since: 0) { metric in
            metrics.append(metric)
            return true
        }
        for metric in metrics {
            guard let label = label(of: metric) else { continue }
            let periods = try store.mixedPeriods(of: metric, unit: nil, range, period: period)
            if !periods.isEmpty { groups[label, default: [:]].merge(periods) { $0.merged(with: $1) } }
        }
        return ordered(groups).prefix(limit).map { label, periods in
            MetricSeries(label: label, values: periods.compactMapValues { statistic.value(of: $0) }, period: period)
        }
    }

    /// `nil` for a metric that is not chosen.
    private func label(of metric: Metric) -> String? {
        let values = Dictionary(metric.dimensions.map { ($0.name, $0.value) }) { first, _ in first }
        if let keys, keys != Set(values.keys) { return nil }
        guard conditions.allSatisfy({ ($0.value == values[$0.key]) == $0.isEqual }) else { return nil }
        let group = groupKeys.compactMap { values[$0] }
        return group.count == groupKeys.count ? group.joined(separator: " ") : nil
    }

    private func ordered(
        _ groups: [String: [Int64: StatisticSet]]
    ) -> [(key: String, value: [Int64: StatisticSet])] {
        let byLabel = groups.sorted { $0.key < $1.key }
        guard let order else { return byLabel }
        let rank = { (periods: [Int64: StatisticSet]) -> Double in
            let value = order.statistic.value(of: periods.values.reduce(StatisticSet()) { $0.merged(with: $1) }) ?? 0
            return order.isDescending ? -value : value
        }
        return byLabel.map { (rank($0.value), $0) }.sorted { ($0.0, $0.1.key) < ($1.0, $1.1.key) }.map(\.1)
    }
}

extension StatisticSet {
    fileprivate func merged(with other: StatisticSet) -> StatisticSet {
        var merged = self
        merged.merge(other)
        return merged
    }
}
