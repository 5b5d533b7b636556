import Time

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// How long something takes, in seconds, as a law of chance. Never negative.
package enum Distribution: Sendable, Hashable {
    case constant(Double)
    case exponential(mean: Double)
    /// Cut off at 0.
    case gaussian(mean: Double, deviation: Double)
    case uniform(Double, Double)
    /// By the median and the deviation of the logarithm.
    case logNormal(median: Double, deviation: Double)
    case weibull(scale: Double, shape: Double)
    case pareto(minimum: Double, shape: Double)
    /// Each of these equally often.
    case empirical([Double])
    /// Between percentiles that are known, evenly: ascending shares from 0 to 1 with their values.
    case quantiles([Quantile])

    package struct Quantile: Sendable, Hashable {
        package var share: Double
        package var value: Double

        package init(share: Double, value: Double) {
            self.share = share
            self.value = value
        }
    }

    package func sample(_ random: inout SeededRandom) -> Double {
        switch self {
        case .constant(let value): value
        case .exponential(let mean): random.exponential(mean: mean)
        case .gaussian(let mean, let deviation): max(0, mean + deviation * random.gaussian())
        case .uniform(let low, let high): low + (high - low) * random.unit()
        case .logNormal(let median, let deviation): median * exp(deviation * random.gaussian())
        case .weibull(let scale, let shape): scale * pow(-log(random.unit()), 1 / shape)
        case .pareto(let minimum, let shape): minimum * pow(random.unit(), -1 / shape)
        case .empirical(let samples): samples.isEmpty ? 0 : samples[Int.random(in: 0..<samples.count, using: &random)]
        case .quantiles(let quantiles): Self.interpolate(quantiles, at: random.unit())
        }
    }

    /// Infinite for a Pareto law that has none. That of a Gaussian law counts what is cut off.
    package var mean: Double {
        switch self {
        case .constant(let value): value
        case .exponential(let mean): mean
        case .gaussian(let mean, let deviation):
            deviation > 0
                ? mean * Self.standardNormal(below: mean / deviation)
                    + deviation * exp(-mean * mean / (2 * deviation * deviation)) / (2 * Double.pi).squareRoot()
                : max(0, mean)
        case .uniform(let low, let high): (low + high) / 2
        case .logNormal(let median, let deviation): median * exp(deviation * deviation / 2)
        case .weibull(let scale, let shape): scale * tgamma(1 + 1 / shape)
        case .pareto(let minimum, let shape): shape > 1 ? shape * minimum / (shape - 1) : .infinity
        case .empirical(let samples): samples.isEmpty ? 0 : samples.reduce(0, +) / Double(samples.count)
        case .quantiles(let quantiles):
            zip(quantiles, quantiles.dropFirst()).reduce(0) {
                $0 + ($1.1.share - $1.0.share) * ($1.0.value + $1.1.value) / 2
            }
        }
    }

    /// Every value times `factor`.
    package func scaled(by factor: Double) -> Distribution {
        switch self {
        case .constant(let value): .constant(value * factor)
        case .exponential(let mean): .exponential(mean: mean * factor)
        case .gaussian(let mean, let deviation): .gaussian(mean: mean * factor, deviation: deviation * factor)
        case .uniform(let low, let high): .uniform(low * factor, high * factor)
        case .logNormal(let median, let deviation): .logNormal(median: median * factor, deviation: deviation)
        case .weibull(let scale, let shape): .weibull(scale: scale * factor, shape: shape)
        case .pareto(let minimum, let shape): .pareto(minimum: minimum * factor, shape: shape)
        case .empirical(let samples): .empirical(samples.map { $0 * factor })
        case .quantiles(let quantiles):
            .quantiles(quantiles.map { Quantile(share: $0.share, value: $0.value * factor) })
        }
    }

    /// The probability that a standard normal variable is below `value`.
    package static func standardNormal(below value: Double) -> Double { 0.5 * erfc(-value / 2.0.squareRoot()) }

    private static func interpolate(_ quantiles: [Quantile], at share: Double) -> Double {
        guard let first = quantiles.first, let last = quantiles.last else { return 0 }
        guard let upper = quantiles.firstIndex(where: { $0.share >= share }) else { return max(0, last.value) }
        guard upper > 0 else { return max(0, first.value) }
        let (low, high) = (quantiles[upper - 1], quantiles[upper])
        let width = high.share - low.share
        let part = width > 0 ? (share - low.share) / width : 1
        return max(0, low.value + part * (high.value - low.value))
    }
}
