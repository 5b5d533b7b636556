/// Values by the seconds since 1970 at which their periods begin.
struct MetricSeries: Sendable {
    /// What replies call it, where there are several.
    var label = ""
    var values: [Int64: Double] = [:]
    /// In seconds.
    var period: Int64 = 60

    /// What is no number goes.
    func mapping(_ body: (Double) -> Double) -> MetricSeries {
        var series = self
        series.values = values.mapValues(body).filter(\.value.isFinite)
        return series
    }

    /// What `body` makes of each value and the one before it.
    func changes(_ body: (_ value: Double, _ seconds: Double) -> Double) -> MetricSeries {
        var series = self
        series.values = [:]
        let moments = values.keys.sorted()
        for (former, moment) in zip(moments, moments.dropFirst()) {
            let difference = (values[moment] ?? 0) - (values[former] ?? 0)
            series.values[moment] = body(difference, Double(moment - former))
        }
        return series
    }

    var runningSum: MetricSeries {
        var (series, sum) = (self, 0.0)
        for moment in values.keys.sorted() {
            sum += values[moment] ?? 0
            series.values[moment] = sum
        }
        return series
    }

    // MARK: Gaps

    enum Filling {
        case value(Double)
        case series(MetricSeries)
        /// The value before.
        case repetition
        /// What lies on the line between the values at both sides.
        case line
    }

    /// Of one series.
    private static let limit: Int64 = 100_800

    /// With a value for each period that begins in `range`, where there is one to be had.
    func filled(_ range: Range<Int64>, _ filling: Filling) -> MetricSeries {
        if case .line = filling { return interpolated }
        var (series, last) = (self, Optional<Double>.none)
        let start = max(range.lowerBound, range.upperBound - Self.limit * period)
        for moment in stride(from: start - start % period, to: range.upperBound, by: Int(period)) {
            switch filling {
            case _ where values[moment] != nil: last = values[moment]
            case .value(let value): series.values[moment] = value
            case .series(let other): series.values[moment] = other.values[moment]
            case .repetition, .line: series.values[moment] = last
            }
        }
        return series
    }

    private var interpolated: MetricSeries {
        var series = self
        let moments = values.keys.sorted()
        for (before, after) in zip(moments, moments.dropFirst()) where (after - before) / period <= Self.limit {
            let (left, right) = (values[before] ?? 0, values[after] ?? 0)
            for moment in stride(from: before + period, to: after, by: Int(period)) {
                series.values[moment] = left + (right - left) * Double(moment - before) / Double(after - before)
            }
        }
        return series
    }
}
