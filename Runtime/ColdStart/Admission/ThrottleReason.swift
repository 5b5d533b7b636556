/// Why Lambda refuses an invocation with `TooManyRequestsException`; the raw values are the `Reason` on the wire
/// (https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html).
package enum ThrottleReason: String, Sendable, Hashable, CaseIterable {
    case concurrentInvocationLimitExceeded = "ConcurrentInvocationLimitExceeded"
    /// The function needs environments faster than Lambda starts them. AWS does not say which reason it gives then.
    case functionInvocationRateLimitExceeded = "FunctionInvocationRateLimitExceeded"
    case reservedFunctionConcurrentInvocationLimitExceeded = "ReservedFunctionConcurrentInvocationLimitExceeded"
    /// More requests a second than ten times the function's reserved concurrency.
    case reservedFunctionInvocationRateLimitExceeded = "ReservedFunctionInvocationRateLimitExceeded"
    /// More requests a second than ten times the account's concurrency.
    case callerRateLimitExceeded = "CallerRateLimitExceeded"
    /// Snapshots of SnapStart functions; the model never gives it.
    case concurrentSnapshotCreateLimitExceeded = "ConcurrentSnapshotCreateLimitExceeded"
}
