/// How long to wait after a failure before a page is tried again: anything up to a limit that doubles each time.
///
/// https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
package enum RetrySchedule {
    /// Failures in a row after which an import gives up.
    package static let attempts = 6

    /// `jitter`: 0…1, drawn anew each time. `nil` when it is time to give up. Milliseconds.
    package static func delay(afterFailure failure: Int, jitter: Double) -> Int? {
        guard failure < attempts else { return nil }
        let limit = min(30_000, 500 << max(0, min(failure - 1, 10)))
        return Int(Double(limit) * min(1, max(0, jitter)))
    }
}
