import Time

/// Which requests fail or are answered late: the same ones for the same seed, whatever the order they come in.
struct Troubles: Sendable {
    var seed: UInt64
    var errorRate: Double
    var slowRate: Double
    var slowness: Duration

    /// `attempt`: how often the page was asked for before.
    func isError(page: Int, attempt: Int) -> Bool { roll(page, attempt, salt: 3) < errorRate }

    func delay(page: Int, attempt: Int) -> Duration { roll(page, attempt, salt: 5) < slowRate ? slowness : .zero }

    private func roll(_ page: Int, _ attempt: Int, salt: UInt64) -> Double {
        let place = UInt64(truncatingIfNeeded: page) &* 1_000_003 &+ UInt64(truncatingIfNeeded: attempt) &* 31 &+ salt
        var random = SeededRandom(seed: seed ^ place)
        return Double.random(in: 0..<1, using: &random)
    }
}

/// A bucket of requests that fills again with time.
struct RateLimit: Sendable {
    private let requestsPerSecond: Double
    private let burst: Double
    /// Seconds that a caller is told to wait.
    let retryAfter: Int
    private var tokens: Double
    private var last: Timestamp?

    /// 0 requests per second are as many as one likes.
    init(requestsPerSecond: Double, burst: Int, retryAfter: Int) {
        self.requestsPerSecond = requestsPerSecond
        self.burst = Double(burst)
        self.retryAfter = retryAfter
        tokens = Double(burst)
    }

    mutating func allows(at now: Timestamp) -> Bool {
        guard requestsPerSecond > 0 else { return true }
        tokens = min(burst, tokens + (last.map { (now - $0).inSeconds } ?? 0) * requestsPerSecond)
        last = now
        guard tokens >= 1 else { return false }
        tokens -= 1
        return true
    }
}
