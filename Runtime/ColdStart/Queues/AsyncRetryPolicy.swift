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
        /// The function's reserved concurrency is 0: it will not be run.
        case zeroReservedConcurrency
        /// The event has come round in a circle too often.
        case recursion
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
        case zeroReservedConcurrency = "ZeroReservedConcurrency"
        case recursiveInvocation = "RecursiveInvocation"
    }

    /// 0 to 2.
    package var maximumRetryAttempts = 2
    /// 60 s to 6 h.
    package var maximumEventAge = Duration.seconds(21_600)

    package init() {}

    /// Whether an event is not to be run any more, however often it has been tried.
    package func isTooOld(_ age: Duration) -> Bool { age > maximumEventAge }

    /// `errors` and `refusals` count those up to now, this attempt included.
    package func decide(_ outcome: Outcome, errors: Int, refusals: Int, age: Duration) -> Decision {
        let wait: Duration
        switch outcome {
        case .success: return .done
        case .zeroReservedConcurrency: return .discard(.zeroReservedConcurrency)
        case .recursion: return .discard(.recursiveInvocation)
        case .functionError:
            guard errors <= maximumRetryAttempts else { return .discard(.retriesExhausted) }
            wait = .seconds(60 * errors)
        case .refused: wait = Self.backOff(afterRefusals: refusals)
        }
        return isTooOld(age + wait) ? .discard(.eventAgeExceeded) : .retry(after: wait)
    }

    /// 1 s, twice as long each time, up to 5 minutes. The factor is not documented.
    package static func backOff(afterRefusals refusals: Int) -> Duration {
        .seconds(min(300, 1 << min(max(0, refusals - 1), 9)))
    }
}
