import JSON
import ServiceKit
import Time

/// Measurements that a line of a log carries in the embedded metric format.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
enum EmbeddedMetrics {
    private static let mark = Array("\"_aws\"".utf8)
    /// Dimensions of one set, and metrics of one directive, that AWS takes.
    private static let (dimensionLimit, metricLimit) = (30, 100)
    /// Characters of a dimension's value.
    private static let valueLength = 1...1_024

    static func record(_ chunk: EventChunk, _ metrics: any MetricSink) {
        chunk.bytes.withUnsafeBytes { bytes in
            EventChunk.forEach(bytes) { timestamp, message in
                if message.first == UInt8(ascii: "{") {
                    record(LogEvent(timestamp: timestamp, message: Array(message)), metrics)
                }
            }
        }
    }

    private static func record(_ event: LogEvent, _ metrics: any MetricSink) {
        guard event.message.firstRange(of: mark) != nil,
            let line = try? JSON(parsing: event.message), let metadata = line["_aws"]
        else { return }
        let milliseconds = metadata["Timestamp"].map { $0.intValue.flatMap { Int64(exactly: $0) } } ?? event.timestamp
        guard let milliseconds, (0...4_000_000_000_000).contains(milliseconds) else { return }
        let instant = Timestamp(millisecondsSinceEpoch: milliseconds)
        for directive in metadata["CloudWatchMetrics"]?.arrayValue ?? [] {
            record(directive, line, instant, metrics)
        }
    }

    private static func record(_ directive: JSON, _ line: JSON, _ instant: Timestamp, _ metrics: any MetricSink) {
        guard let namespace = directive["Namespace"]?.stringValue, !namespace.isEmpty else { return }
        let definitions = directive["Metrics"]?.arrayValue?.prefix(metricLimit) ?? []
        let measurements = definitions.flatMap { definition -> [MetricValue] in
            guard let name = definition["Name"]?.stringValue, let value = line[name] else { return [] }
            let values = value.arrayValue ?? [value]
            let unit = definition["Unit"]?.stringValue ?? "None"
            return values.compactMap(\.doubleValue).filter(\.isFinite).map { MetricValue(name, $0, unit: unit) }
        }
        let sets = (directive["Dimensions"]?.arrayValue ?? [[]]).map { $0.arrayValue?.compactMap(\.stringValue) ?? [] }
        guard !measurements.isEmpty, sets.joined().allSatisfy({ isValue(line[$0]) }) else { return }
        for names in sets {
            let dimensions = names.compactMap { name in
                line[name]?.stringValue.map { MetricSubject.Dimension(name, $0) }
            }
            guard dimensions.count == names.count, names.count <= dimensionLimit else { continue }
            metrics.record(measurements, of: MetricSubject(namespace, dimensions), at: instant)
        }
    }

    /// Whether a dimension may have it. One that is not there leaves its set out alone.
    private static func isValue(_ json: JSON?) -> Bool {
        guard let json else { return true }
        return json.stringValue.map { valueLength.contains($0.unicodeScalars.count) } ?? false
    }
}
