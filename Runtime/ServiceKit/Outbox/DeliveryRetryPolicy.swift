import Time
import Wire

/// When a delivery that failed is tried again, and when it is given up.
/// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html
package struct DeliveryRetryPolicy: Sendable, Hashable {
    package var maximumRetryAttempts: Int
    package var maximumEventAge: Duration
    /// Before the first retry. Each following one waits twice as long, up to `longestPause`.
    package var firstPause: Duration
    package var longestPause: Duration
    /// Seconds before each retry, in the place of all that.
    package var pauses: [Int]?

    /// Up to 185 times within 24 hours, unless said otherwise.
    package init(
        maximumRetryAttempts: Int = 185,
        maximumEventAge: Duration = .seconds(86_400),
        firstPause: Duration = .seconds(1),
        longestPause: Duration = .seconds(600),
        pauses: [Int]? = nil
    ) {
        self.maximumRetryAttempts = maximumRetryAttempts
        self.maximumEventAge = maximumEventAge
        self.firstPause = firstPause
        self.longestPause = longestPause
        self.pauses = pauses
    }

    package enum Decision: Sendable, Hashable {
        case retry(at: Timestamp)
        /// The condition is the one that is exhausted, in AWS's words; `nil` when the error would come again.
        case giveUp(condition: String?)
    }

    /// `retries` have been made since the first attempt at `first`. A random part of up to a half is taken off each pause,
    /// so that what failed together does not come back together.
    package func decision(
        after error: AWSError,
        retries: Int,
        first: Timestamp,
        now: Timestamp,
        random: UInt64
    ) -> Decision {
        guard error.isTransient else { return .giveUp(condition: nil) }
        if let pauses {
            guard retries < pauses.count else { return .giveUp(condition: "MaximumRetryAttempts") }
            return .retry(at: now + .seconds(pauses[retries]))
        }
        guard retries < maximumRetryAttempts else { return .giveUp(condition: "MaximumRetryAttempts") }
        let doubled = firstPause * (1 << min(retries, 20))
        let pause = min(doubled, longestPause)
        let instant = now + pause - pause * Int(random % 500) / 1_000
        guard instant - first <= maximumEventAge else { return .giveUp(condition: "MaximumEventAgeInSeconds") }
        return .retry(at: instant)
    }
}

extension AWSError {
    /// Whether the same request may succeed later.
    package var isTransient: Bool { status == 429 || status >= 500 }

    /// What `ERROR_CODE` of a message in a dead-letter queue says.
    /// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
    var deadLetterCode: String {
        if status == 429 { return "THROTTLING" }
        if status == 403 || code.contains("AccessDenied") { return "NO_PERMISSIONS" }
        let isMissing = status == 404 || code.contains("NotFound") || code.contains("NonExistent")
        return isMissing ? "NO_RESOURCE" : status >= 500 ? "INTERNAL_ERROR" : "SDK_CLIENT_ERROR"
    }
}
