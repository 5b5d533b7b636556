import ServiceKit
import Synchronization
import Time

/// Sums up by the minute what the services measure, so that a measurement costs a few additions and not a row.
final class MetricAggregator: Sendable {
    private struct Key: Hashable {
        var subject: MetricSubject
        /// Seconds since 1970.
        var minute: Int64
    }

    private struct Name: Hashable {
        var name: String
        var unit: String

        /// Metrics hardly ever have several units.
        func hash(into hasher: inout Hasher) { hasher.combine(name) }
    }

    private typealias Sums = [Name: StatisticSet]

    private let minutes = Mutex<[Key: Sums]>([:])

    /// Returns whether it is the first since everything was taken.
    func add(_ values: [MetricValue], of subject: MetricSubject, at instant: Timestamp) -> Bool {
        let seconds = instant.wholeSeconds
        let key = Key(subject: subject, minute: seconds - seconds % 60)
        return minutes.withLock { minutes in
            let isFirst = minutes.isEmpty
            Self.add(values, to: &minutes[key, default: [:]])
            return isFirst
        }
    }

    private static func add(_ values: [MetricValue], to sums: inout Sums) {
        for value in values where value.value.isFinite {
            sums[Name(name: value.name, unit: value.unit), default: StatisticSet()]
                .add(value.value, times: Double(value.times))
        }
    }

    /// All that has come since the last time.
    func take() -> [MetricPoint] {
        let taken = minutes.withLock { minutes in
            defer { minutes = [:] }
            return minutes
        }
        return taken.flatMap { key, sets in
            sets.map { name, statistics in
                MetricPoint(
                    metric: Metric(
                        namespace: key.subject.namespace,
                        name: name.name,
                        dimensions: key.subject.dimensions
                    ),
                    unit: name.unit,
                    start: key.minute,
                    statistics: statistics
                )
            }
        }
    }
}
