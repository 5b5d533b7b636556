import Time

/// A rate limit: tokens that come back at a steady rate up to a capacity, and are full at first.
package struct TokenBucket: Sendable, Hashable {
    package let capacity: Double
    package let refillPerSecond: Double
    private var tokens: Double
    private var updated: Timestamp?

    package init(capacity: Double, refillPerSecond: Double) {
        self.capacity = capacity
        self.refillPerSecond = refillPerSecond
        tokens = capacity
    }

    /// Whether a token is there. A thousandth of one that rounding has lost is forgiven.
    package mutating func hasToken(at now: Timestamp) -> Bool {
        let elapsed = updated.map { now.nanosecondsSinceEpoch - $0.nanosecondsSinceEpoch } ?? 0
        if elapsed > 0 { tokens = min(capacity, tokens + Double(elapsed) * 1e-9 * refillPerSecond) }
        updated = now
        return tokens > 0.999
    }

    /// When a token will be there that is not there now; long past where one is, `.never` where none comes.
    var nextToken: Timestamp {
        if tokens > 0.999 { return Timestamp(nanosecondsSinceEpoch: 0) }
        guard refillPerSecond > 0, let updated else { return .never }
        return updated.adding(nanoseconds: Int64(((1 - tokens) / refillPerSecond * 1e9).rounded(.up)))
    }

    /// Takes a token, whether or not one is there: what had to be let through is made up for later.
    package mutating func spend() { tokens -= 1 }
}

/// How fast Lambda starts environments for one function, and how many requests it takes for its concurrency.
package struct ScalingRate: Sendable, Hashable {
    /// Environments that may be started at once.
    package var burst: Int
    /// Environments a second, up to `burst` again; what is not used does not add up above it.
    package var perSecond: Double

    package init(burst: Int = 1_000, perSecond: Double = 100) {
        self.burst = burst
        self.perSecond = perSecond
    }

    /// 1,000 environments every 10 seconds for each function, refilled continuously
    /// (https://docs.aws.amazon.com/lambda/latest/dg/scaling-behavior.html).
    package static let lambda = ScalingRate()

    package var bucket: TokenBucket { TokenBucket(capacity: Double(burst), refillPerSecond: perSecond) }
}
