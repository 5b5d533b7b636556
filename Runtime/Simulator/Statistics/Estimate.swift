/// A figure with the standard error of its mean, and the interval that holds the truth 95 times in 100.
package struct Estimate: Sendable, Hashable {
    package var value: Double
    /// `nil` where too little was observed to say.
    package var standardError: Double?
    /// Batches or replications less one.
    package var degreesOfFreedom: Int

    package init(value: Double, standardError: Double? = nil, degreesOfFreedom: Int = 0) {
        self.value = value
        self.standardError = standardError
        self.degreesOfFreedom = degreesOfFreedom
    }

    /// Half the width of the 95 % confidence interval.
    package var halfWidth: Double? {
        standardError.map { $0 * Self.studentT95(degreesOfFreedom) }
    }

    package func covers(_ truth: Double) -> Bool {
        halfWidth.map { abs(value - truth) <= $0 } ?? false
    }

    /// The mean of independent figures of equal weight.
    package init(of figures: [Double]) {
        let mean = figures.reduce(0, +) / Double(max(1, figures.count))
        let squares = figures.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let freedom = figures.count - 1
        let error = freedom > 0 ? (squares / Double(freedom) / Double(figures.count)).squareRoot() : nil
        self.init(value: mean, standardError: error, degreesOfFreedom: max(0, freedom))
    }

    /// A quotient of sums, such as cold starts among invocations, from what each batch adds to both.
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
