/// How long to wait before trying again: anything between nothing and a limit that doubles each time ("full jitter").
/// https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
enum RetryDelay {
    /// Before the second attempt, as AWS's SDKs have it for DynamoDB.
    private static let first = Duration.milliseconds(50)
    private static let longest = Duration.seconds(20)

    /// `attempt` counts from 1; the first one does not wait.
    static func limit(beforeAttempt attempt: Int) -> Duration {
        attempt < 2 ? .zero : min(longest, first * (1 << min(attempt - 2, 20)))
    }

    static func beforeAttempt(_ attempt: Int) -> Duration {
        limit(beforeAttempt: attempt) * Double.random(in: 0...1)
    }
}
