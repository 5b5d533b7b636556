/// Decides whether a store that may be down is asked. After failures in a row nobody asks it for a while (open); then
/// one asks first (half-open), and what becomes of that decides for all.
///
/// It is a value, and instants, in milliseconds since 1970, are handed in: who shares it between environments, and how,
/// is another matter.
package struct CircuitBreaker: Codable, Sendable, Hashable {
    package struct Policy: Sendable, Hashable {
        /// How many failures in a row open it.
        package var failures = 5
        /// Failures further apart than this are not in a row. Milliseconds.
        package var window = 30_000
        /// How long it stays open the first time; twice as long each time the first question fails. Milliseconds.
        package var pause = 5_000
        package var longestPause = 60_000

        package init() {}
    }

    package enum State: String, Codable, Sendable, Hashable {
        case closed
        case open
        case halfOpen = "half-open"
    }

    package enum Admission: Sendable, Hashable {
        case admitted
        /// Only one may ask, whoever is first.
        case probe
        /// Nobody may before that instant.
        case refused(until: Int)
    }

    /// Failures in a row while it is closed.
    package private(set) var failures = 0
    package private(set) var lastFailure = 0
    /// When the next question is allowed; `nil` while it is closed.
    package private(set) var openUntil: Int?
    /// How often in a row it has opened.
    package private(set) var openings = 0

    package init() {}

    package func state(now: Int) -> State {
        guard let openUntil else { return .closed }
        return now < openUntil ? .open : .halfOpen
    }

    package func admission(now: Int) -> Admission {
        guard let openUntil else { return .admitted }
        return now < openUntil ? .refused(until: openUntil) : .probe
    }

    /// The store has answered. Returns whether anything has changed.
    package mutating func succeeded() -> Bool {
        defer { self = CircuitBreaker() }
        return self != CircuitBreaker()
    }

    /// The store has failed, `count` times. A failure of a question from before it opened changes nothing.
    package mutating func failed(_ count: Int = 1, now: Int, policy: Policy = Policy()) {
        switch state(now: now) {
        case .open: return
        case .halfOpen: open(now: now, policy)
        case .closed:
            failures = (now - lastFailure > policy.window ? 0 : failures) + count
            lastFailure = now
            if failures >= policy.failures { open(now: now, policy) }
        }
    }

    private mutating func open(now: Int, _ policy: Policy) {
        let doublings = min(openings, 16)
        openUntil = now + min(policy.longestPause, policy.pause << doublings)
        openings += 1
        failures = 0
        lastFailure = now
    }
}
