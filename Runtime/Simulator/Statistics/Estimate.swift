/// A figure with the standard error of its mean, and the interval that holds the truth 95 times in 100.
package struct Estimate: Sendable, Hashable {
    package var value: Double
    /// `nil` where too little was observed to say.
    package private(set) var standardError: Double?
    /// Batches or replications less one.
    package private(set) var degreesOfFreedom: Int
    /// The 95 % confidence interval; `nil` where none can be given: of less than two batches, of a figure of which nothing
    /// was seen, of what belongs to one run alone.
    package private(set) var interval: ClosedRange<Double>?

    package init(value: Double, standardError: Double? = nil, degreesOfFreedom: Int = 0) {
        self.value = value
        self.standardError = standardError
        self.degreesOfFreedom = degreesOfFreedom
        guard let half = halfWidth, half.isFinite, half > 0 || value > 0 else { return }
        // No figure is below 0.
        interval = min(value, max(0, value - half))...(value + half)
    }

    package init(value: Double, interval: ClosedRange<Double>) {
        self.init(value: value)
        self.interval = interval
    }

    /// Half the width of an interval that is as wide on either side.
    package var halfWidth: Double? {
        standardError.map { $0 * Self.studentT95(degreesOfFreedom) }
    }

    package func covers(_ truth: Double) -> Bool { interval?.contains(truth) ?? false }

    /// A value with the confidence of the mean of independent figures that are about it.
    init(of figures: [Double], about value: Double) {
        let mean = Estimate(of: figures)
        self.init(value: value, standardError: mean.standardError, degreesOfFreedom: mean.degreesOfFreedom)
    }

    /// The mean of independent figures of equal weight.
    package init(of figures: [Double]) {
        let mean = figures.reduce(0, +) / Double(max(1, figures.count))
        let squares = figures.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let freedom = figures.count - 1
        let error = freedom > 0 ? (squares / Double(freedom) / Double(figures.count)).squareRoot() : nil
        self.init(value: mean, standardError: error, degreesOfFreedom: max(0, freedom))
    }

    /// A quotient of sums, such as seconds for each invocation, from what each batch adds to both.
    package init(ratios batches: [(numerator: Double, denominator: Double)]) {
        let numerator = batches.reduce(0) { $0 + $1.numerator }
        let denominator = batches.reduce(0) { $0 + $1.denominator }
        guard denominator > 0 else {
            self.init(value: 0)
            return
        }
        let ratio = numerator / denominator
        let count = Double(batches.count)
        let squares = batches.reduce(0) { sum, batch in
            let residual = batch.numerator - ratio * batch.denominator
            return sum + residual * residual
        }
        let mean = denominator / count
        let error = batches.count > 1 ? (squares / (count - 1) / count).squareRoot() / mean : nil
        self.init(value: ratio, standardError: error, degreesOfFreedom: max(0, batches.count - 1))
    }

    /// A quotient that is a share, such as cold starts among invocations: its interval stays between 0 and 1, and what was
    /// not seen among so many `observations` may still happen (Wilson's interval, for as many independent observations as
    /// would vary by as much as the batches do). `observations` is `nil` where what is shared is time.
    package init(shares batches: [(numerator: Double, denominator: Double)], observations: Double? = nil) {
        self.init(ratios: batches)
        let share = min(1, max(0, value))
        // What is alike but for rounding does not vary.
        let independent = standardError.flatMap { $0 > 1e-9 * share ? share * (1 - share) / ($0 * $0) : nil }
        let student = Self.studentT95(degreesOfFreedom)
        interval = nil
        guard student.isFinite, let count = independent ?? observations, count > 0 else { return }
        let spread = student * student / count
        let centre = (share + spread / 2) / (1 + spread)
        let half = (spread * (share * (1 - share) + spread / 4)).squareRoot() / (1 + spread)
        interval = max(0, min(share, centre - half))...min(1, max(share, centre + half))
    }

    func scaled(by factor: Double) -> Estimate {
        var estimate = self
        estimate.value *= factor
        estimate.standardError = standardError.map { $0 * factor }
        estimate.interval = interval.map { $0.lowerBound * factor...$0.upperBound * factor }
        return estimate
    }

    /// The 97.5th percentile of Student's law, by the expansion of Cornish and Fisher from the normal one; exact to four
    /// digits from three degrees of freedom.
    static func studentT95(_ freedom: Int) -> Double {
        let exact = [12.7062, 4.3027, 3.1824, 2.7764, 2.5706]
        if freedom <= 0 { return .infinity }
        if freedom <= exact.count { return exact[freedom - 1] }
        let (z, n) = (1.959964, Double(freedom))
        let z3 = z * z * z
        let z5 = z3 * z * z
        let z7 = z5 * z * z
        return z + (z3 + z) / (4 * n) + (5 * z5 + 16 * z3 + 3 * z) / (96 * n * n)
            + (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / (384 * n * n * n)
    }
}
