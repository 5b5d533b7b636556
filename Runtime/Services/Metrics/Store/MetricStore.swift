import JSON
import ServiceKit
import Storage

/// Values of a metric in one unit that fall into one minute, or one second.
struct MetricPoint: Sendable {
    var metric: Metric
    var unit: String
    /// Seconds since 1970.
    var start: Int64
    var statistics: StatisticSet
}

/// Metrics and their points as the store keeps them.
struct MetricStore {
    let connection: Connection

    init(_ connection: Connection) { self.connection = connection }

    /// Adds points to those that are there.
    func merge(_ points: [MetricPoint]) throws {
        for point in points {
            let series = try series(point)
            let former = try connection.first(
                "SELECT statistics FROM metrics_point WHERE series = ? AND start = ?",
                .integer(series),
                .integer(point.start)
            ) { row in row.withBytes(0) { StatisticSet($0) } }
            var statistics = former ?? StatisticSet()
            statistics.merge(point.statistics)
            try connection.run(
                "INSERT OR REPLACE INTO metrics_point (series, start, statistics) VALUES (?, ?, ?)",
                .integer(series),
                .integer(point.start),
                .blob(statistics.bytes)
            )
        }
    }

    private func series(_ point: MetricPoint) throws -> Int {
        let metric = point.metric
        try connection.run(
            """
            INSERT INTO metrics_series (namespace, name, dimensions, unit, latest) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET latest = max(latest, excluded.latest)
            """,
            .text(metric.namespace),
            .text(metric.name),
            .text(metric.dimensionText),
            .text(point.unit),
            .integer(point.start)
        )
        return try connection.first(
            "SELECT number FROM metrics_series WHERE namespace = ? AND name = ? AND dimensions = ? AND unit = ?",
            .text(metric.namespace),
            .text(metric.name),
            .text(metric.dimensionText),
            .text(point.unit)
        ) { $0.integer(0) } ?? 0
    }

    /// A period, by the seconds since 1970 at which it begins, and what its values are counted in.
    struct Period: Hashable {
        var start: Int64
        var unit: String
    }

    /// The values of each period that begins in `range`. Periods begin at multiples of their length. `unit` is `nil` for
    /// values of any.
    func periods(
        of metric: Metric,
        unit: String?,
        _ range: Range<Int64>,
        period: Int64
    ) throws -> [Period: StatisticSet] {
        var periods: [Period: StatisticSet] = [:]
        try connection.query(
            """
            SELECT p.start, p.statistics, s.unit FROM metrics_series s JOIN metrics_point p ON p.series = s.number
            WHERE s.namespace = ?1 AND s.name = ?2 AND s.dimensions = ?3 AND (?4 IS NULL OR s.unit = ?4)
            AND p.start >= ?5 AND p.start < ?6
            """,
            [
                .text(metric.namespace), .text(metric.name), .text(metric.dimensionText),
                unit.map { .text($0) } ?? .null, .integer(range.lowerBound), .integer(range.upperBound),
            ]
        ) { row in
            let start = Int64(row.integer(0))
            let statistics = row.withBytes(1) { StatisticSet($0) }
            periods[Period(start: start - start % period, unit: row.text(2)), default: StatisticSet()].merge(statistics)
            return true
        }
        return periods
    }

    /// The same with the values of all units in one.
    func mixedPeriods(
        of metric: Metric,
        unit: String?,
        _ range: Range<Int64>,
        period: Int64
    ) throws -> [Int64: StatisticSet] {
        try periods(of: metric, unit: unit, range, period: period).reduce(into: [:]) { mixed, entry in
            mixed[entry.key.start, default: StatisticSet()].merge(entry.value)
        }
    }

    /// Hands metrics, in the order of namespaces, names and dimensions, to `body` until it returns false.
    func metrics(namespace: String?, name: String?, since: Int64, _ body: (Metric) throws -> Bool) throws {
        try connection.query(
            """
            SELECT namespace, name, dimensions FROM metrics_series WHERE (?1 IS NULL OR namespace = ?1)
            AND (?2 IS NULL OR name = ?2) GROUP BY namespace, name, dimensions HAVING max(latest) >= ?3
            ORDER BY namespace, name, dimensions
            """,
            [namespace.map { .text($0) } ?? .null, name.map { .text($0) } ?? .null, .integer(since)]
        ) { row in
            let dimensions = try JSON(parsing: row.bytes(2))
            return try body(
                Metric(
                    ["MetricName": .string(row.text(1)), "Dimensions": dimensions],
                    namespace: row.text(0)
                )
            )
        }
    }

    /// Removes what is older than that, in seconds since 1970.
    func forget(before horizon: Int64) throws {
        try connection.run("DELETE FROM metrics_point WHERE start < ?", .integer(horizon))
        try connection.run("DELETE FROM metrics_series WHERE latest < ?", .integer(horizon))
    }
}
