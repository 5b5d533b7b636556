import JSON
import ServiceKit
import Time

/// Makes measurements of the events of a group that match a pattern.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/MonitoringLogData.html
struct MetricFilter: Sendable {
    static let kind = "metric"

    struct Settings: Sendable, Codable {
        var pattern: String
        var transformation: Transformation
        /// Milliseconds since 1970.
        var created: Int64
    }

    struct Transformation: Sendable, Codable {
        var metricName: String
        var metricNamespace: String
        /// A number, or where it stands in an event.
        var metricValue: String
        /// Reported of batches in which nothing matches.
        var defaultValue: Double?
        var dimensions: [String: String]?
        var unit: String?
    }

    var name: String
    var group: String
    var settings: Settings
    private let pattern: FilterPattern

    /// Throws for a pattern that is none.
    init(name: String, group: String, settings: Settings) throws(FilterPatternError) {
        self.name = name
        self.group = group
        self.settings = settings
        pattern = try FilterPattern(settings.pattern)
    }

    var json: JSON {
        let transformation = settings.transformation
        var change = JSON.Object([
            ("metricName", .string(transformation.metricName)),
            ("metricNamespace", .string(transformation.metricNamespace)),
            ("metricValue", .string(transformation.metricValue)),
        ])
        change["defaultValue"] = transformation.defaultValue.map { .number("\($0)") }
        change["unit"] = transformation.unit.map { .string($0) }
        change["dimensions"] = transformation.dimensions.map { dimensions in
            .object(JSON.Object(dimensions.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }))
        }
        return [
            "filterName": .string(name), "filterPattern": .string(settings.pattern),
            "metricTransformations": [.object(change)], "creationTime": JSON(settings.created),
            "logGroupName": .string(group), "applyOnTransformedLogs": false,
        ]
    }

    func record(_ lines: [AppendedBatch.Line], _ metrics: any MetricSink) {
        var hasMatch = false
        for line in lines {
            guard let match = pattern.match(line.text) else { continue }
            hasMatch = true
            let instant = Timestamp(millisecondsSinceEpoch: line.position.timestamp)
            guard let value = match.value(of: settings.transformation.metricValue).flatMap(Double.init),
                value.isFinite
            else { continue }
            record(value, dimensions(match), instant, metrics)
        }
        if !hasMatch, let value = settings.transformation.defaultValue, let last = lines.last {
            record(value, [], Timestamp(millisecondsSinceEpoch: last.position.timestamp), metrics)
        }
    }

    private func dimensions(_ match: FilterPattern.Match) -> [MetricSubject.Dimension] {
        (settings.transformation.dimensions ?? [:]).sorted { $0.key < $1.key }.compactMap { name, source in
            match.value(of: source).map { MetricSubject.Dimension(name, $0) }
        }
    }

    private func record(
        _ value: Double,
        _ dimensions: [MetricSubject.Dimension],
        _ instant: Timestamp,
        _ metrics: any MetricSink
    ) {
        let transformation = settings.transformation
        metrics.record(
            [MetricValue(transformation.metricName, value, unit: transformation.unit ?? "None")],
            of: MetricSubject(transformation.metricNamespace, dimensions),
            at: instant
        )
    }
}
