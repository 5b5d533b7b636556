import Time

/// Concurrency that functions share: a function's reserved concurrency, for all its versions, or what all reservations
/// leave of the account's.
struct ConcurrencyPool {
    /// Invocations under way at once, provisioned concurrency taken off.
    var limit: Int
    /// Those under way on demand.
    var underWay = 0
    /// Requests a second; `nil` is no limit.
    var requests: TokenBucket?
    let isReserved: Bool

    var concurrencyReason: ThrottleReason {
        isReserved ? .reservedFunctionConcurrentInvocationLimitExceeded : .concurrentInvocationLimitExceeded
    }
}
