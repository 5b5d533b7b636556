import Time

/// What values are about: the series of one namespace that share their dimensions.
package struct MetricSubject: Sendable, Hashable {
    package struct Dimension: Sendable, Hashable {
        package var name: String
        package var value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Made once: most subjects are kept, and looked up for each of their values.
    private let hash: Int
    /// Such as `AWS/Lambda`.
    package let namespace: String
    package let dimensions: [Dimension]

    package init(_ namespace: String, _ dimensions: [Dimension] = []) {
        self.namespace = namespace
        self.dimensions = dimensions
        var hasher = Hasher()
        hasher.combine(namespace)
        hasher.combine(dimensions)
        hash = hasher.finalize()
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(hash) }
}

/// One value of one metric, once or several times.
package struct MetricValue: Sendable, Hashable {
    /// Such as `Duration`.
    package var name: String
    package var value: Double
    /// In CloudWatch's words: `Count`, `Milliseconds`, `None`.
    package var unit: String
    package var times: Int

    package init(_ name: String, _ value: Double, unit: String, times: Int = 1) {
        self.name = name
        self.value = value
        self.unit = unit
        self.times = times
    }
}

/// Takes what services measure of themselves and of what passes through them.
package protocol MetricSink: Sendable {
    /// Called on event loops, for every invocation and message: must not block.
    func record(_ values: [MetricValue], of subject: MetricSubject, at instant: Timestamp)
}

/// Keeps nothing.
package struct NoMetrics: MetricSink {
    package init() {}

    package func record(_ values: [MetricValue], of subject: MetricSubject, at instant: Timestamp) {}
}
