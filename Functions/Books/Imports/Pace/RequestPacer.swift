/// When the next request to a provider may be sent: requests keep a distance in time, and none is sent before the
/// provider wants to hear from us again.
package struct RequestPacer: Hashable, Sendable {
    /// Milliseconds since 1970, as are all instants here.
    package var nextAt: Int
    package var blockedUntil: Int

    package init(nextAt: Int = 0, blockedUntil: Int = 0) {
        self.nextAt = nextAt
        self.blockedUntil = blockedUntil
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
        nextAt = start + interval
        return .at(start)
    }

    /// The provider wants no request before `instant`; an hour at most, whatever it says.
    package mutating func block(until instant: Int, now: Int) {
        blockedUntil = max(min(blockedUntil, now + Self.longestBlock), min(instant, now + Self.longestBlock))
    }

    private static let longestQueue = 900_000
    package static let longestBlock = 3_600_000
}
