import JSON
import ServiceKit
import Time
import Wire

/// The label of a series, with what stands in it for something of its metric or of its values: `${PROP('Dim.Name')}`,
/// `${MAX}`, `${LAST_TIME}`. What is not known stays as it stands.
///
/// How numbers and times are to be written is not documented: numbers as short as they can be, times as
/// `2026-11-22 10:05:00`, stretches of time as `1h 5m`; `--` where there are no values.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/graph-dynamic-labels.html
struct DynamicLabel {
    var query: MetricQuery
    /// What `${LABEL}` stands for.
    var own: String
    var series: MetricSeries
    var account: AWSAccount
    /// Seconds since 1970.
    var now: Int64
    /// Of times from UTC, in seconds.
    var offset: Int64

    static func isDynamic(_ text: String) -> Bool { text.contains("${") }

    func filled(_ text: String) -> String {
        var (filled, rest) = ("", text[...])
        while let start = rest.firstRange(of: "${") {
            filled += rest[..<start.lowerBound]
            rest = rest[start.lowerBound...]
            guard let end = rest.firstIndex(of: "}") else { break }
            let name = rest[start.upperBound..<end]
            filled += value(of: name) ?? String(rest[...end])
            rest = rest[rest.index(after: end)...]
        }
        return filled + rest
    }

    private func value(of name: Substring) -> String? {
        if name == "LABEL" { return own }
        if name.hasPrefix("PROP('"), name.hasSuffix("')") { return property(name.dropFirst(6).dropLast(2)) }
        guard Self.ofValues.contains(String(name)) else { return nil }
        return values(name) ?? "--"
    }

    // MARK: Properties

    private func property(_ name: Substring) -> String? {
        switch name {
        case "AccountId": return account.id
        case "Region": return account.region
        default: break
        }
        guard case .metric(let metric, _, let statistic, let period, _) = query.source else { return nil }
        switch name {
        case "MetricName": return metric.name
        case "Namespace": return metric.namespace
        case "Stat": return statistic
        case "Period": return String(period)
        case _ where name.hasPrefix("Dim."): return metric.dimensions.first { $0.name == name.dropFirst(4) }?.value
        default: return nil
        }
    }

    // MARK: Values

    private static let ofValues: Set = Set(
        ["AVG", "SUM", "DATAPOINT_COUNT", "FIRST_LAST_RANGE", "MIN_MAX_RANGE"]
            + ["FIRST_LAST_TIME_RANGE", "MIN_MAX_TIME_RANGE"]
            + ["FIRST", "LAST", "MIN", "MAX"].flatMap { [$0, "\($0)_TIME", "\($0)_TIME_RELATIVE"] }
    )

    private typealias Point = (start: Int64, value: Double)

    /// `nil` where there are none.
    private func values(_ name: Substring) -> String? {
        let points: [Point] = series.values.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        if name == "DATAPOINT_COUNT" { return String(points.count) }
        guard let first = points.first, let last = points.last,
            let least = points.min(by: { $0.value < $1.value }), let greatest = points.max(by: { $0.value < $1.value })
        else { return nil }
        let sum = points.reduce(0) { $0 + $1.value }
        switch name {
        case "SUM": return Self.number(sum)
        case "AVG": return Self.number(sum / Double(points.count))
        case "FIRST_LAST_RANGE": return Self.number(last.value - first.value)
        case "MIN_MAX_RANGE": return Self.number(greatest.value - least.value)
        case "FIRST_LAST_TIME_RANGE": return Self.stretch(last.start - first.start)
        case "MIN_MAX_TIME_RANGE": return Self.stretch(greatest.start - least.start)
        case _ where name.hasPrefix("FIRST"): return told(first, name)
        case _ where name.hasPrefix("LAST"): return told(last, name)
        case _ where name.hasPrefix("MIN"): return told(least, name)
        default: return told(greatest, name)
        }
    }

    private func told(_ point: Point, _ name: Substring) -> String {
        if name.hasSuffix("_TIME_RELATIVE") { return Self.stretch(now - point.start) }
        if name.hasSuffix("_TIME") { return moment(point.start) }
        return Self.number(point.value)
    }

    private static func number(_ value: Double) -> String {
        let text = String(value)
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    private func moment(_ seconds: Int64) -> String {
        let time = CalendarTime(Timestamp(millisecondsSinceEpoch: (seconds + offset) * 1_000))
        return "\(time.date) \(time.clock)"
    }

    private static func stretch(_ seconds: Int64) -> String {
        var (rest, parts) = (abs(seconds), [String]())
        for (unit, length) in [("d", Int64(86_400)), ("h", 3_600), ("m", 60), ("s", 1)] {
            if rest >= length { parts.append("\(rest / length)\(unit)") }
            rest %= length
        }
        return parts.isEmpty ? "0s" : parts.joined(separator: " ")
    }
}

extension DynamicLabel {
    /// In seconds, of `LabelOptions`: `+0130`.
    static func offset(_ options: JSON?) throws(AWSError) -> Int64 {
        guard let text = options?["Timezone"]?.nonNull?.stringValue else { return 0 }
        let digits = text.dropFirst()
        guard text.hasPrefix("+") || text.hasPrefix("-"), digits.utf8.count == 4,
            digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let hours = Int64(digits.prefix(2)),
            let minutes = Int64(digits.suffix(2)), minutes < 60
        else { throw .invalidValue("The value \(text) for parameter LabelOptions.Timezone is invalid.") }
        return (hours * 3_600 + minutes * 60) * (text.hasPrefix("-") ? -1 : 1)
    }
}
