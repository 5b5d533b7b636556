import JSON
import ServiceKit
import Storage
import Time
import Wire

/// What other services ask of metrics.
extension Metrics {
    /// Refuses what are no queries of `GetMetricData`, and those that no single series comes from.
    package func check(_ queries: JSON) throws(AWSError) {
        let queries = try MetricQuery.all(queries, member: "Metrics")
        guard queries.count(where: \.isReturned) == 1, let returned = queries.first(where: \.isReturned) else {
            throw .validation("Exactly one element of the metrics list should return data.")
        }
        var kinds = MetricKinds(queries)
        if case .list = try kinds.value(of: returned.id) {
            throw .validation("Hearth does not emulate metrics of several series here.")
        }
    }

    /// The latest value of the one query that is returned, of the periods from `start` to `end`. Calls `completion` once,
    /// on whatever thread.
    package func latestValue(
        of queries: JSON,
        from start: Timestamp,
        to end: Timestamp,
        completion: @escaping @Sendable (Double?) -> Void
    ) {
        guard let queries = try? MetricQuery.all(queries, member: "Metrics"),
            let returned = queries.first(where: \.isReturned)
        else { return completion(nil) }
        context.database.write { [self] connection -> Double? in
            try flush(connection)
            var results = MetricResults(queries, connection, start.wholeSeconds..<end.wholeSeconds)
            return try results.values(of: returned.id).max { $0.key < $1.key }?.value
        } completion: { (result: Result<Double?, any Error>) in
            completion((try? result.get()) ?? nil)
        }
    }
}
