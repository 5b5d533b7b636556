/// When the next request to a provider may be sent: requests keep a distance in time, and none is sent before the
/// provider wants to hear from us again. A provider that gets too many teaches a greater distance, which is forgotten bit
/// by bit.
package struct RequestPacer: Hashable, Sendable {
    /// Milliseconds since 1970, as are all instants here.
    package var nextAt: Int
    package var blockedUntil: Int
    /// The distance that the provider has taught, in milliseconds, and when it did.
    package var learned: Int
    package var learnedAt: Int

    package init(nextAt: Int = 0, blockedUntil: Int = 0, learned: Int = 0, learnedAt: Int = 0) {
        self.nextAt = nextAt
        self.blockedUntil = blockedUntil
        self.learned = learned
        self.learnedAt = learnedAt
    }

    package enum Reservation: Hashable, Sendable {
        /// The request is to be sent at this instant.
        case at(Int)
        /// Nothing is reserved: it would have to wait until then.
        case notBefore(Int)
    }

    /// Takes the next place, unless that is after `limit`. `interval`: milliseconds between two requests.
    package mutating func reserve(now: Int, interval: Int, limit: Int) -> Reservation {
        // A place far ahead is one that a wrong clock has taken.
        let next = nextAt - now > Self.longestQueue ? now : nextAt
        let start = max(now, next, blockedUntil)
        guard start <= limit else { return .notBefore(start) }
        nextAt = start + distance(now: now, interval: interval)
        return .at(start)
    }

    /// Milliseconds between two requests: `interval`, or more where the provider has taught so. Half of what is taught is
    /// forgotten every ten minutes.
    private func distance(now: Int, interval: Int) -> Int {
        max(interval, learned >> max(0, min(62, (now - learnedAt) / Self.memory)))
    }

    /// The provider wants no request before `instant`; an hour at most, whatever it says. The distance doubles, once for
    /// all requests that were under way when the provider spoke.
    package mutating func block(until instant: Int, now: Int, interval: Int) {
        let distance = distance(now: now, interval: interval)
        if now >= blockedUntil, now - learnedAt >= distance {
            (learned, learnedAt) = (min(Self.longestDistance, max(1, distance) * 2), now)
        }
        blockedUntil = max(min(blockedUntil, now + Self.longestBlock), min(instant, now + Self.longestBlock))
    }

    private static let longestQueue = 900_000
    private static let longestDistance = 60_000
    private static let memory = 600_000
    package static let longestBlock = 3_600_000
}
