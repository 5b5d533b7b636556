import Time

/// What Lambda does with an event after an attempt to run it
/// (https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html).
package struct AsyncRetryPolicy: Sendable, Hashable {
    package enum Outcome: Sendable, Hashable {
        case success
        /// The function failed: it is tried again twice, after one and two minutes.
        case functionError
        /// Lambda refused (throttle) or failed (5xx): it is tried again until the event is too old.
        case refused
    }

    package enum Decision: Sendable, Hashable {
        case done
        case retry(after: Duration)
        case discard(Reason)
    }

    /// The `condition` that AWS's records of discarded events give.
    package enum Reason: String, Sendable {
        case retriesExhausted = "RetriesExhausted"
        case eventAgeExceeded = "EventAgeExceeded"
    }

    /// 0 to 2.
    package var maximumRetryAttempts = 2
    /// 60 s to 6 h.
    package var maximumEventAge = Duration.seconds(21_600)

    package init() {}

    /// `errors` and `refusals` count those up to now, this attempt included.
    package func decide(_ outcome: Outcome, errors: Int, refusals: Int, age: Duration) -> Decision {
        let wait: Duration
        switch outcome {
        case .success: return .done
        case .functionError:
            guard errors <= maximumRetryAttempts else { return .discard(.retriesExhausted) }
            wait = .seconds(60 * errors)
        case .refused: wait = .seconds(min(300, 1 << min(max(0, refusals - 1), 9)))
        }
        return age + wait > maximumEventAge ? .discard(.eventAgeExceeded) : .retry(after: wait)
    }
}
