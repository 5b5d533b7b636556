import Time

/// How provisioned environments are started again that end before they have an invocation: their init fails, or they die
/// soon after it. The first time a second later, then twice as long each time, up to a minute; what is started together
/// is one attempt. Lambda has been seen to make six attempts at an allocation before it is `FAILED`
/// (https://github.com/localstack/localstack/pull/13784); how long it waits between them is not documented.
struct StartBackOff {
    private static let attempts = 6

    /// Attempts that have failed since an environment last had an invocation.
    var failures = 0
    /// No environment is started before.
    private(set) var end = Timestamp(nanosecondsSinceEpoch: 0)

    var isExhausted: Bool { failures >= Self.attempts }

    /// An environment that was started then has ended.
    mutating func failed(startedAt start: Timestamp, at now: Timestamp) {
        guard start >= end else { return }
        failures += 1
        end = now + .seconds(min(60, 1 << min(failures - 1, 6)))
    }
}
