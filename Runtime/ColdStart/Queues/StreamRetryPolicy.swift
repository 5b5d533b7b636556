import Time

/// How long a batch of a stream waits for its next attempt; the records behind it wait as well.
package enum StreamRetryPolicy {
    /// Half a second after the first attempt, twice as long each time, up to a minute. AWS does not say how long it waits.
    package static func delay(afterAttempts count: Int) -> Duration {
        min(.seconds(60), .milliseconds(500 << min(count - 1, 7)))
    }
}
