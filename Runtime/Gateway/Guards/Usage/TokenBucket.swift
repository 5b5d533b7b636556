import Synchronization
import Template
import Time

/// Lets through `rate` requests a second in the long run, and at most `burst` at once.
///
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
struct TokenBucket: Sendable {
    private let throttle: Application.Throttle
    private var tokens: Double
    private var filledAt: Timestamp

    /// Full.
    init(_ throttle: Application.Throttle, at now: Timestamp) {
        self.throttle = throttle
        tokens = Double(throttle.burst)
        filledAt = now
    }

    /// Whether there was a token to take.
    mutating func take(at now: Timestamp) -> Bool {
        if now > filledAt {
            tokens = min(Double(throttle.burst), tokens + (now - filledAt).inSeconds * throttle.rate)
            filledAt = now
        }
        guard tokens >= 1 else { return false }
        tokens -= 1
        return true
    }
}

/// A bucket that requests on several threads take from.
final class SharedBucket: Sendable {
    private let bucket: Mutex<TokenBucket>

    init(_ throttle: Application.Throttle, at now: Timestamp) { bucket = Mutex(TokenBucket(throttle, at: now)) }

    func take(at now: Timestamp) -> Bool { bucket.withLock { $0.take(at: now) } }
}
