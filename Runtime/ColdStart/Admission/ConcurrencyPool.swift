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

    /// Why an invocation cannot begin now, if it cannot.
    @inline(__always)
    mutating func refuses(at now: Timestamp) -> ThrottleReason? {
        guard underWay < limit else {
            return isReserved
                ? .reservedFunctionConcurrentInvocationLimitExceeded : .concurrentInvocationLimitExceeded
        }
        return requests?.hasToken(at: now) ?? true ? nil : .reservedFunctionInvocationRateLimitExceeded
    }

    @inline(__always)
    mutating func begin() {
        requests?.spend()
        underWay += 1
    }
}
