#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What chance does to the number of invocations under way, by Poisson's law or, where they come more evenly, a binomial one: how far above its mean environments are kept alive, and
/// how many cold starts that brings.
///
/// Under most-recently-used placement an environment beyond `n` others is kept as long as more than `n` are busy at least
/// once within the keep-alive time. Far above the mean such moments come as a Poisson process of clumps, each of about
/// n ÷ (n − mean) in turn (D. Aldous, Probability Approximations via the Poisson Clumping Heuristic).
struct FluidChance {
    /// How many that are alive, in the mean.
    private(set) var highest = 0.0
    /// Cold starts a second at that number.
    private var replacedAtHighest = 0.0
    private var mean = 0.0
    /// The variance in parts of the mean.
    private var spread = 1.0
    private var deviation = 0.0
    /// Arrivals a second.
    private var rate = 0.0

    /// Looks at another mean, unless it has hardly changed.
    mutating func update(mean: Double, spread: Double, _ terms: FluidTerms) {
        guard mean > 0 else { return self = FluidChance() }
        let spread = min(1, max(spread, 1 / mean))
        guard spread != self.spread || abs(mean - self.mean) > 0.01 * deviation else { return }
        (self.mean, self.spread) = (mean, spread)
        deviation = (mean * spread).squareRoot()
        rate = mean / terms.warm
        let width = max(1, deviation / 20)
        var level = mean.rounded(.up)
        (highest, replacedAtHighest) = (level, 0)
        while level < terms.concurrency {
            let clumps = clumps(at: level)
            let missed = exp(-clumps * terms.keepAlive)
            highest += width * (1 - missed)
            replacedAtHighest += width * clumps * missed
            level += width
            if clumps * terms.keepAlive < 1e-6 { break }
        }
        highest = min(highest, terms.concurrency, most)
    }

    /// How often a second more than `level` become busy, each clump of such moments counted once.
    private func clumps(at level: Double) -> Double {
        rate * probability(of: level) * max(1 - mean / level, 1 / deviation)
    }

    /// More than these cannot be under way.
    private var most: Double { spread < 0.999 ? mean / (1 - spread) : .infinity }

    private func probability(of count: Double) -> Double {
        guard spread < 0.999 else { return exp(count * log(mean) - mean - lgamma(count + 1)) }
        guard count <= most else { return 0 }
        let ways = lgamma(most + 1) - lgamma(count + 1) - lgamma(most - count + 1)
        return exp(ways + count * log(1 - spread) + (most - count) * log(spread))
    }

    /// Cold starts a second where so many are alive: the more of them, the less often all are busy.
    func started(at alive: Double) -> Double {
        guard replacedAtHighest > 0 else { return 0 }
        return replacedAtHighest * probability(of: max(alive, mean)) / probability(of: highest)
    }

    /// Environments a second that have not been used for the keep-alive time: the fewer are alive, the more often are all
    /// used.
    func expired(at alive: Double) -> Double {
        guard replacedAtHighest > 0, alive < highest + 1 else { return 0 }
        return replacedAtHighest * probability(of: highest) / probability(of: min(max(alive, mean), most))
    }

    /// The share of arrivals that meet a full house, by the normal law in place of Erlang's.
    func blocked(_ offered: Double, _ limit: Double) -> Double {
        guard offered > 0 else { return 0 }
        let deviation = offered.squareRoot()
        let place = (limit - offered) / deviation
        guard place < 8 else { return 0 }
        // Farther below, the law's own tails are too small for numbers; there chance plays no part.
        guard place > -30 else { return 1 - limit / offered }
        let density = exp(-place * place / 2) / (2 * Double.pi).squareRoot()
        return min(1, density / (deviation * 0.5 * erfc(-place / 2.0.squareRoot())))
    }
}
